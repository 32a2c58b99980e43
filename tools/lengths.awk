# lengths.awk - files stay under 600 lines, functions under 70, lines under 200 bytes.
#     awk -f tools/lengths.awk src/*/*.[ch] ...
function file_done() {
	if (lines > 600) { print name ": " lines " lines, at most 600"; bad = 1 }
	else if (lines > 450) print name ": " lines " lines; think of splitting it"
}
FNR == 1 { file_done(); name = FILENAME; start = 0 }
{ lines = FNR }
length($0) > 200 { print FILENAME ":" FNR ": line too long"; bad = 1 }
FNR == 1 && $0 !~ /^\/\* [a-z0-9_]+\.[ch] - / && FILENAME ~ /\.[ch]$/ { print FILENAME ":1: the first line says what the file is for"; bad = 1 }
/^{/ { start = FNR }
/^}/ && start > 0 {
	if (FNR - start > 70) { print FILENAME ":" start ": function of " FNR - start " lines, at most 70"; bad = 1 }
	start = 0
}
END { file_done(); exit bad }
