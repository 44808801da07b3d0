package format

import (
	"cmp"
	"regexp"
	"strings"
)

// pageRange returns "first-last", or first alone if it is also the last.
func pageRange(first, last string) string {
	first, last = strings.TrimSpace(first), strings.TrimSpace(last)
	if first == "" || last == "" || first == last {
		return cmp.Or(first, last)
	}
	return first + "-" + last
}

// shortRange matches a range of pages, whose end may be shortened: "2457-71".
var shortRange = regexp.MustCompile(`^\s*(\d+)\s*[-–]\s*(\d+)\s*$`)

// FullPages completes the end of a range of pages that is shortened, as in MEDLINE: "2457-71" is
// "2457-2471". It returns anything else unchanged.
func FullPages(pages string) string {
	m := shortRange.FindStringSubmatch(pages)
	if m == nil || len(m[2]) >= len(m[1]) {
		return pages
	}
	return m[1] + "-" + m[1][:len(m[1])-len(m[2])] + m[2]
}
