# csv-lines.awk - a CSV file for COPY: without a byte order mark and without
# blank lines, and each record with the number of the line that it begins in as
# its first field, so that every message can name it.
#
# A record goes on over line breaks while the number of quotes is odd.

NR == 1 { sub(/^\357\273\277/, "") }
!open && /^[ \t\r]*$/ { next }
{
	if (!open)
	{
		begin = NR
		printf "%s,", records++ ? NR : "line"
	}
	print
	open = (open + gsub(/"/, "&")) % 2
}
END {
	if (open)
	{
		print ":" begin ": a quoted field that begins here is never closed" > "/dev/stderr"
		exit 1
	}
}
