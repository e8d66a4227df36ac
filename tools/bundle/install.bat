@echo off
rem 不联网，把 shufa-lint 装到一个目录里：install.bat [目录]
setlocal
set "HERE=%~dp0"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%LOCALAPPDATA%\shufa-lint"
py -<VERSION> -c "" 2>nul
if errorlevel 1 (
  echo 要用 64 位的 Python <VERSION>，请先安装。
  exit /b 2
)
py -<VERSION> -I -m venv "%TARGET%"
if errorlevel 1 exit /b 2
set PIP_CONFIG_FILE=nul
"%TARGET%\Scripts\python.exe" -I -m pip --isolated --disable-pip-version-check install --quiet --no-cache-dir --no-index --find-links "%HERE%wheels" --require-hashes -r "%HERE%requirements.txt"
if errorlevel 1 exit /b 2
"%TARGET%\Scripts\shufa-lint.exe" --version
if errorlevel 1 exit /b 2
echo 装好了：%TARGET%\Scripts\shufa-lint.exe
