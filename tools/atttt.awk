# atttt.awk - what the tables of docs/atttt name is there, and nothing in them is empty.  Counts by kind go into a file.
#     awk -F TAB -v counts=FILE -f tools/atttt.awk .../there docs/atttt/{asvs,controls,libraries}.tsv
function bad(why) { print file ":" FNR ": " $1 ": " why }
function need(kind, names,   n, of, i) {
	n = split(names, of, /, */)
	if (n == 0) bad("names no " kind)
	for (i = 1; i <= n; i++) {
		if (kind == "policy") named[of[i]] = 1
		if (kind == "command") sub(/ .*/, "", of[i])
		if (!((kind " " of[i]) in there)) bad("no such " kind ": " of[i])
	}
}
function proved(how,   kind, names) {
	kind = names = how
	sub(/ .*/, "", kind); sub(/^[a-z]+ ?/, "", names)
	count[file, kind]++
	if (kind == "test" || kind == "browser") need(kind, names)
	else if (kind == "check" || kind == "document") need("file", names)
	else if ((kind != "none" && kind != "left") || names != "") bad("how is test, browser, check or document with its name, none or left: " how)
}
function set(setting,   kind, names) {
	kind = names = setting
	sub(/ .*/, "", kind); sub(/^[a-z]+ ?/, "", names)
	if (kind ~ /^(policy|option|file|constant)$/) need(kind, names)
	else if (setting != "none") bad("setting is policy, option, file or constant with its name, or none: " setting)
}
function stands(where,   n, of, i, kind, names) {
	n = where == "-" ? 0 : split(where, of, "; ")
	for (i = 1; i <= n; i++) {
		kind = names = of[i]
		sub(/ .*/, "", kind); sub(/^[a-z]+ ?/, "", names)
		if (kind == "screen" || kind == "command") need(kind, names)
		else bad("where is screen, command or -: " of[i])
	}
}
# The words of a reason: tests, decisions and files that it speaks of.
function speaks(why,   n, of, i, it) {
	n = split(why, of, /[ ,;:()]+/)
	for (i = 1; i <= n; i++) {
		it = of[i]
		sub(/\.$/, "", it)
		if (it !~ /^khue_/ && it ~ /^[a-z0-9]+(_[a-z0-9]+)(_[a-z0-9]+)(_[a-z0-9]+)+$/ && !(("test " it) in there) && !(("browser " it) in there) && !(("policy " it) in there)) bad("no such test: " it)
		if (it ~ /^00[0-9][0-9]$/ && !(it in decided)) bad("no such decision: " it)
		if (it ~ /^(bench|catalog|docs|fuzz|script|sql|src|test|tools|web)\// && it !~ /\*/ && !(("file " it) in there) && !(it in folder)) bad("no such file: " it)
	}
}
FILENAME ~ /there$/ {
	there[$0] = 1
	if ($0 ~ /^file docs\/decisions\/00/) decided[substr($0, 21, 4)] = 1
	for (it = substr($0, 6); sub(/\/[^\/]*$/, "", it);) folder[it] = folder[it "/"] = 1
	next
}
FNR == 1 { file = FILENAME; sub(/.*\//, "", file); columns = file == "controls.tsv" ? 7 : 5; if (NF != columns) bad("its head has not " columns " columns"); next }
NF != columns { bad("not " columns " columns"); next }
{ for (i = 1; i <= NF; i++) if ($i ~ /^ *$/) bad("empty: column " i); if (file != "libraries.tsv" && length($NF) < 5) bad("no reason"); speaks($NF) }
file == "asvs.tsv" { if (split($3, words, " ") > 10) bad("more than 10 words"); proved($4) }
file == "libraries.tsv" && !($4 in folder) && !(("file " $4) in there) { bad("no such place: " $4) }
file == "controls.tsv" { set($4); stands($5); proved($6) }
END {
	for (x in there) if (x ~ /^policy / && !(substr(x, 8) in named)) print "controls.tsv: no line has the setting " substr(x, 8)
	for (f = 1; f <= 2; f++) {
		file = f == 1 ? "asvs.tsv" : "controls.tsv"
		line = "| `" file "` |"
		for (i = split("test browser check document none left", kinds, " "); i > 0; i--) rest = " " count[file, kinds[i]] + 0 " |" rest
		print line rest > counts
		rest = ""
	}
}
