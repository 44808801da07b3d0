package scholar

import (
	"regexp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

var (
	preprint = regexp.MustCompile(`^arXiv(?: e-prints?| preprint)?,? arXiv:\s?([\w.\-/]+?)(?:v\d+)?$`)
	// numbered matches a venue with a volume, an issue and pages: "Nature 521 (7553), 436-444".
	numbered = regexp.MustCompile(`^(.*\D)\s(\d+)(?:\s\(([^()]+)\))?(?:,\s([\w.-]+))?$`)
	// paged matches a venue with pages alone: "ACL, 12-34".
	paged     = regexp.MustCompile(`^(.+),\s(\d+-\d+)$`)
	yearAtEnd = regexp.MustCompile(`(?:^|, |\s)((?:1[5-9]|20)\d\d)$`)
)

// setVenue sets what a line says of the venue. One that was cut is left out.
func setVenue(r *data.Record, line string) {
	if m := preprint.FindStringSubmatch(line); m != nil {
		format.SetIDs(r, data.SchemeArXiv+":"+m[1])
		format.SetReference(r, format.Reference{Type: data.TypePreprint})
		return
	}
	if strings.HasPrefix(line, "arXiv preprint") || strings.HasPrefix(line, "arXiv e-prints") {
		format.SetReference(r, format.Reference{Type: data.TypePreprint})
		return
	}
	if strings.Contains(line, "…") || strings.HasSuffix(line, "...") {
		format.Keep(r, "container", line, "")
		return
	}
	ref := format.Reference{Container: line}
	if m := numbered.FindStringSubmatch(line); m != nil && (m[3] != "" || m[4] != "") {
		ref = format.Reference{Container: m[1], Volume: m[2], Number: m[3], Pages: m[4]}
	} else if m := paged.FindStringSubmatch(line); m != nil {
		ref = format.Reference{Container: m[1], Pages: m[2]}
	}
	format.SetReference(r, ref)
}

// cutYear cuts the year from the end of a line: "Nature, 2015".
func cutYear(line string) (rest, year string) {
	m := yearAtEnd.FindStringSubmatchIndex(line)
	if m == nil {
		return line, ""
	}
	return strings.TrimRight(line[:m[0]], ", "), line[m[2]:m[3]]
}

func endsInYear(line string) bool { return yearAtEnd.MatchString(line) }

// cutLast cuts s around the last separator.
func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}
