package letter

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/data/latex"
	"paperboy/data/text"
)

// line returns text that people wrote on one line, without control characters, and clipped to limit
// characters. It looks at no more of s than may be needed for that.
func line(s string, limit int) string {
	s = s[:min(len(s), 8*limit)]
	return text.ClipTo(text.OneLine(strings.ToValidUTF8(s, "\uFFFD")), limit)
}

// paperText is line for the title or abstract of a paper, whose LaTeX becomes Unicode where it can.
func paperText(s string, limit int) string {
	return line(latex.Plain(line(s, limit)), limit)
}

// site returns the name of a server, without "www."; empty if address is not on the web.
func site(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return strings.TrimPrefix(u.Host, "www.")
}

// formatDate formats a date as precisely as it is known: "12 Nov 2025", "Nov 2025" or "2025". The
// zero date is "".
func formatDate(d data.Date) string {
	day := time.Date(d.Year, max(d.Month, 1), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
	switch d.Precision() {
	case data.DayPrecision:
		return day.Format("2 Jan 2006")
	case data.MonthPrecision:
		return day.Format("Jan 2006")
	case data.YearPrecision:
		return strconv.Itoa(d.Year)
	}
	return ""
}

// byline returns the first authors of a paper, and how many more there are: "A, B and 3 more".
func byline(p data.Paper, limit int) string {
	total := p.CountAuthors()
	shown := p.Authors[:min(limit, len(p.Authors))]
	if len(shown) == 0 {
		if total == 0 {
			return ""
		}
		return figures.Count(total, "author")
	}
	names := make([]string, len(shown))
	for i, name := range shown {
		names[i] = line(name, maxName)
	}
	switch more := total - len(shown); {
	case more > 0:
		return fmt.Sprintf("%s and %s more", strings.Join(names, ", "), figures.Thousands(more))
	case len(names) > 1:
		return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
	}
	return names[0]
}

// maxName is the length of the longest name of an author that is shown, in characters.
const maxName = 60

// linked matches what a mail program may turn into a link: an address on the web, a host, or an email
// address.
var linked = regexp.MustCompile(`(?i)\S*(?:://|@|www\.|[\pL\pN-]\.\pL{2,})\S*`)

// withoutLinks replaces what may become a link. Anybody may ask for a confirmation to anybody, so
// its text must be of no use for advertising.
func withoutLinks(s string) string { return linked.ReplaceAllString(s, "…") }
