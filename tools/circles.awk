# circles.awk - no files need each other, and no folders: one needs another when it names a function or data that the other defines; x.c and x.h
# are one.  What a folder declares and one above it defines is handed down, and no need: store/hook.h.
#     awk -f tools/circles.awk src/*/*.[ch] src/*/*/*.[ch]
FNR == 1 { me = FILENAME; sub(/^src\//, "", me); sub(/\.[ch]$/, "", me); is_header = FILENAME ~ /\.h$/; in_comment = inside = 0; head = "" }
/^#include "/ { split($2, q, /"/); folder = q[2]; sub(/\/[^\/]*$/, "", folder); sees[me, folder] = 1; next }
{
	gsub(/"([^"\\]|\\.)*"/, "\"\""); gsub(/\/\*[^*]*\*\//, "")
	if (in_comment && !sub(/^.*\*\//, "")) next
	in_comment = sub(/\/\*.*$/, "")
}
# A definition: its head begins a line, and the next line but those that go on with the head is "{".  In a header only what is inline counts:
# what it declares may be anybody's.
/^[a-z].*\(/ && !/^(typedef|return)/ && !/;$/ { head = $0; sub(/\(.*/, "", head); sub(/.*[ *]/, "", head); if (/^static/ && !is_header) own[me, head] = 1 }
/^HANDLER\(/ { head = $0; gsub(/.*\(|\).*/, "", head) }
!is_header && /^[a-z][^(]* = / && !/^(static|typedef|enum)/ { name = $0; sub(/(\[[^=]*)? = .*/, "", name); sub(/.*[ *]/, "", name); home[name] = me } # data
/^{/ { inside = 1; if (head != "" && !((me, head) in own)) home[head] = me }
/^}/ { inside = 0 }
/^[}#]/ { head = "" }
!is_header || inside {
	gsub(/(\.|->)[A-Za-z0-9_]+/, "") # members
	n = split($0, word, /[^A-Za-z0-9_]+/)
	for (i = 1; i <= n; i++)
		if (!((me, word[i]) in said)) { said[me, word[i]] = 1; says[me] = says[me] " " word[i] }
}
function folder_of(file) { sub(/\/[^\/]*$/, "", file); return file }
function need(one, other, name) {
	if (!((one, other) in by)) needs[one] = needs[one] " " other
	by[one, other] = by[one, other] " " name
}
function min(a, b) { return a < b ? a : b }
# Tarjan: what reaches itself stands on the stack from the first of it up.
function visit(v, i, n, to, w, circle, size) {
	order[v] = low[v] = ++clock; stack[++top] = v; stands[v] = 1
	n = split(needs[v], to, " ")
	for (i = 1; i <= n; i++) {
		if (!(to[i] in order)) { visit(to[i]); low[v] = min(low[v], low[to[i]]) }
		else if (stands[to[i]]) low[v] = min(low[v], order[to[i]])
	}
	if (low[v] != order[v]) return
	do { w = stack[top--]; stands[w] = 0; circle = circle " " w; size++ } while (w != v)
	if (size > 1) tell(circle)
}
function tell(circle, one, n, i, k) {
	bad = 1; n = split(circle, one, " ")
	print "they need each other:" circle
	for (i = 1; i <= n; i++)
		for (k = 1; k <= n; k++)
			if ((one[i], one[k]) in by) print "    " one[i] " needs " one[k] ":" by[one[i], one[k]]
}
END {
	for (v in says) {
		n = split(says[v], word, " ")
		for (i = 1; i <= n; i++) {
			w = home[word[i]]; here = folder_of(v); there = folder_of(w)
			if (w == "" || w == v || (v, word[i]) in own || (here != there && !((v, there) in sees))) continue
			need(v, w, word[i])
			if (here != there) need(here "/", there "/", word[i])
		}
	}
	for (v in needs) all[v] = 1
	for (v in all) if (!(v in order)) visit(v)
	exit bad
}
