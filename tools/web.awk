# web.awk - what must not be in the web application: a wrong layer, what the policy forbids, what nobody can read.
#     awk -f tools/web.awk web/src/*.ts* web/src/*/*.ts* ...
BEGIN {
	allow["text"] = ""
	allow["data"] = "text"
	allow["ui"] = "text data"
	allow["chart"] = "text data ui"
	allow["record"] = "text data ui"
	allow["grid"] = "text data ui record"
	allow["screens"] = "text data ui chart record grid"
	allow["app"] = "text data ui chart record grid screens"
	LINES = 300; WIDTH = 160
}
function bad(why) { print FILENAME ":" FNR ": " why; failed = 1 }
FNR == 1 {
	if (lines > LINES && !generated) { print file ": " lines " lines; at most " LINES; failed = 1 }
	split(FILENAME, at, "/"); me = at[3]; file = FILENAME; lines = 0
	generated = FILENAME ~ /\.gen\.ts$/
	if ($0 !~ /^\/\* [a-z-]+(\.[a-z]+)?\.tsx? - /) bad("the first line says what the file is for")
}
{ lines++ }
{ width = $0; gsub(/[\200-\277]/, "", width) } # characters, not bytes
length(width) > WIDTH && !generated && FILENAME !~ /icon\.tsx$/ { bad("line too long") }
/innerHTML|outerHTML|insertAdjacentHTML|dangerouslySet|[^a-z]eval\(|new Function|document\.write|localStorage|sessionStorage/ { bad("the policy of the page forbids it, or it keeps what must not be kept") }
/indexedDB/ && FILENAME != "web/src/data/sealed.ts" { bad("what is kept is sealed (data/sealed.ts)") }
/[ {]style=/ && FILENAME != "web/src/grid/copy.ts" { bad("no inline style") } # that one writes to the clipboard
/toLocale(Date|Time)?String|7 \* 3_600_000|Date\([^)]*\)\.toISOString/ && FILENAME != "web/src/text/index.ts" { bad("days and times are told one way (text/index.ts, data/clock.ts)") }
/export default/ { bad("no default export") }
/[:<] ?any[],;)> =]|as any/ && !generated { bad("no any") }
/[^a-zA-Z.]fetch\(/ && FILENAME != "web/src/data/api.ts" { bad("requests go through data/api.ts") }
/<button/ { open = $0; while (open !~ />/ && (getline line) > 0) { lines++; open = open line }; if (open !~ /type=/) bad("a button without a type sends its form") }
/from '\.\.?\// {
	path = $0; sub(/.*from '/, "", path); sub(/'.*/, "", path)
	split(path, p, "/")
	it = path ~ /^\.\.\// ? p[2] : ""
	if (path ~ /^\.\.\/\.\.\//) it = p[3]
	if (it ~ /\.tsx?$/) it = ""
	if (it != "" && !generated && it != me && at[4] != "" && (" " allow[me] " ") !~ (" " it " ") && path !~ /app\/(router|session)\.ts$/)
		bad(me "/ may not import " it "/")
}
END {
	if (lines > LINES && !generated) { print file ": " lines " lines; at most " LINES; failed = 1 }
	exit failed
}
