# layers.awk - a file may include its own folder and the folders below it, and only foreign headers its folder may know.
#     awk -f tools/layers.awk src/*/*.[ch] src/*/*/*.[ch]
BEGIN {
	allow["base"]    = ""
	allow["db"]      = "base"
	allow["catalog"] = "base"
	allow["table"]   = "base"
	allow["book"]    = "base catalog table"
	allow["annotate"] = "base table book"
	allow["sheet"]   = "base catalog table book annotate"
	allow["store"]   = "base db catalog"
	allow["http"]    = "base db"
	allow["domain"]  = "base db catalog store table book annotate sheet"
	allow["api"]     = "base http catalog store domain table book annotate sheet"
	allow["app"]     = "base db http catalog store domain table book annotate sheet api"
	only["sqlite3.h"]         = "db"
	only["libpq-fe.h"]        = "db"
	only["microhttpd.h"]      = "http"
	only["sodium.h"]          = "base"
	only["openssl/sha.h"]     = "base"
	only["openssl/evp.h"]     = "base"
	only["fido.h"]            = "base"
	only["zstd.h"]            = "store"
	only["zip.h"]             = "table annotate"
	only["expat.h"]           = "table annotate"
	only["libxml/HTMLparser.h"] = "table"
	only["libxml/parser.h"]   = "table"
	only["seccomp.h"]         = "table"
	only["xlsxwriter.h"]      = "book"
	only["zlib.h"]            = "http"
	only["jansson.h"]         = "catalog store domain http api app"
}
FNR == 1 { split(FILENAME, at, "/"); me = at[2] }
/^#include "[a-z]+\// {
	split($2, q, /["\/]/); it = q[2]
	if (it != me && (" " allow[me] " ") !~ (" " it " ")) { print FILENAME ":" FNR ": " me "/ may not include " it "/"; bad = 1 }
}
/^#include </ {
	header = $2; gsub(/[<>]/, "", header)
	owner = (header in only) ? only[header] : (header ~ /^unicode\//) ? "base" : me
	if ((" " owner " ") !~ (" " me " ")) { print FILENAME ":" FNR ": " me "/ may not include <" header ">"; bad = 1 }
}
/(^|[^a-z_])(malloc|calloc|realloc) *\(/ && FILENAME !~ /^src\/(base\/arena|db\/(db|postgres_(connection|pulse)|sqlite_statement|sqlite_writer)|http\/(server|spool)|domain\/(runner\/runner|view\/watch))\.c$/ {
	print FILENAME ":" FNR ": memory comes from an arena"; bad = 1
}
END { exit bad }
