package data

import (
	"fmt"
	"strings"

	"paperboy/data/figures"
)

// CountAuthors returns the number of authors, 0 if neither it nor their names are known.
func (p *Paper) CountAuthors() int {
	if p.AuthorCount != nil {
		return max(*p.AuthorCount, len(p.Authors))
	}
	return len(p.Authors)
}

// Byline returns the names of at most max authors, and how many more there are: "A, B and 3 more",
// "4 authors" or "".
func (p *Paper) Byline(max int) string {
	names, count := p.Authors[:min(len(p.Authors), max)], p.CountAuthors()
	switch {
	case count == 0:
		return ""
	case len(names) == 0:
		return figures.Count(count, "author")
	case count > len(names):
		return fmt.Sprintf("%s and %s more", strings.Join(names, ", "), figures.Thousands(count-len(names)))
	}
	return strings.Join(names, ", ")
}
