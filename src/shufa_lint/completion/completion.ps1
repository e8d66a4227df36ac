# Completion of shufa-lint, written by: shufa-lint completion powershell
$ShufaLintGrammar = ConvertFrom-Json '<DATA>'

Register-ArgumentCompleter -Native -CommandName shufa-lint -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $grammar = $ShufaLintGrammar
    $written = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    $names = @($grammar.verbs.PSObject.Properties | ForEach-Object { $_.Name })
    $verb = $grammar.default
    $start = 0
    if ($written.Count -gt 1 -and $names -contains "$($written[0]) $($written[1])") {
        $verb = "$($written[0]) $($written[1])"
        $start = 2
    } elseif ($written.Count -gt 0 -and $names -contains $written[0]) {
        $verb = $written[0]
        $start = 1
    }
    $rules = $grammar.verbs.$verb
    $takes = ''
    $place = 0
    for ($i = $start; $i -lt $written.Count; $i++) {
        $option = $rules.options | Where-Object { $_.name -eq $written[$i] } | Select-Object -First 1
        if ($option -and $option.takes) {
            $i++
            if ($i -ge $written.Count) { $takes = $option.takes }
        } elseif (-not $written[$i].StartsWith('-')) {
            $place++
        }
    }
    $found = @()
    if (-not $takes -and $wordToComplete.StartsWith('-')) {
        $found = @($rules.options | ForEach-Object { , @($_.name, $_.says) })
    } elseif (-not $takes) {
        if ($place -lt $rules.places.Count) {
            $takes = $rules.places[$place]
        } elseif ($rules.endless) {
            $takes = $rules.places[$rules.places.Count - 1]
        }
        $head = if ($start) { "$verb " } else { '' }
        if ($place -eq 0 -and $written.Count -eq $start) {
            $found += @($names | Where-Object { $_.StartsWith($head) -and -not $_.Substring($head.Length).Contains(' ') } |
                ForEach-Object { , @($_.Substring($head.Length), $grammar.verbs.$_.says) })
        }
    }
    if ($takes -and -not $takes.StartsWith('@')) { $found += @($grammar.lists.$takes) }
    $head = ''
    $tail = $wordToComplete
    if ($grammar.commas -contains $takes -and $tail.Contains(',')) {
        $cut = $tail.LastIndexOf(',') + 1
        $head = $tail.Substring(0, $cut)
        $tail = $tail.Substring($cut)
    }
    # Nothing found: PowerShell offers files by itself.
    $found | Where-Object { $_[0].StartsWith($tail) } | ForEach-Object {
        $says = if ($_[1]) { $_[1] } else { $_[0] }
        [System.Management.Automation.CompletionResult]::new($head + $_[0], $_[0], 'ParameterValue', $says)
    }
}
