#!/bin/sh
# 不联网，把 shufa-lint 装到一个目录里：sh install.sh [目录]
# 默认的目录是 ~/.local/share/shufa-lint；用哪个 Python，可以写在环境变量 PYTHON 里。
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=${1:-$HOME/.local/share/shufa-lint}
python=${PYTHON:-$(command -v python<VERSION> || command -v python3 || true)}
if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "<VERSION>")'; then
  echo "要用 Python <VERSION>：请先安装，或者把它的路径写在环境变量 PYTHON 里" >&2
  exit 2
fi
"$python" -I -m venv "$target"
# Every file is held against its SHA-256 in requirements.txt; no index, no configuration of this machine.
PIP_CONFIG_FILE=/dev/null "$target/bin/python" -I -m pip --isolated --disable-pip-version-check install --quiet \
  --no-cache-dir --no-index --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt"
"$target/bin/shufa-lint" --version
echo "装好了：$target/bin/shufa-lint"
