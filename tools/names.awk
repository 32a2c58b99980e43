# names.awk - what a folder gives to others is called after the folder, its file, a header or a struct of the folder, or begins with the folder's verb.
#     awk -f tools/names.awk src/*/*.[ch] src/*/*/*.[ch]
BEGIN {
	verbs["src/app"] = "run"      # a command
	verbs["src/base"] = "fail"
	verbs["src/catalog"] = "load parse"
	verbs["src/http"] = "reply recv" # the second as a library calls it
}
FNR == 1 { folder = FILENAME; sub(/\/[^\/]*$/, "", folder); file = FILENAME; sub(/.*\//, "", file); is_header = file ~ /\.h$/; sub(/\.[ch]$/, "", file); header[folder] = header[folder] (is_header ? " " file : "") }
is_header && /^(typedef )?(struct|enum|union) [a-z_]+/ { tag = $0; sub(/^(typedef )?(struct|enum|union) /, "", tag); sub(/[^a-z].*/, "", tag); header[folder] = header[folder] " " tag }
# A definition: its head begins a line, and the next line but those that go on with the head is "{".
!is_header && /^[a-z].*\(/ && !/^(static|typedef|return)/ && !/;$/ { head = $0; sub(/\(.*/, "", head); sub(/.*[ *]/, "", head); at = FNR }
!is_header && /^{/ && head != "" { name[++n] = head; where[n] = FILENAME ":" at; of[n] = folder; in_file[n] = file; head = "" }
!is_header && /^[}#]/ { head = "" }
function fits(word, words, one, i, m) {
	m = split(words, one, /[ _\/]+/)
	for (i = 1; i <= m; i++)
		if (one[i] != "" && (word == one[i] || word "s" == one[i] || word == one[i] "s"))
			return 1
	return 0
}
END {
	for (i = 1; i <= n; i++) {
		first = last = name[i]
		sub(/_.*/, "", first)
		sub(/.*_/, "", last)
		words = of[i] " " in_file[i] " " header[of[i]] " " verbs[of[i]]
		if (!fits(first, words) && !fits(last, words) && name[i] != "main") { print where[i] ": " name[i] " is not called after where it is"; bad = 1 }
	}
	exit bad
}
