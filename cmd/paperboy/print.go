package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"

	"paperboy/api/fields"

	"golang.org/x/term"

	"paperboy/data"
)

// printJSON writes one JSON object on a line of its own.
func printJSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(value)
}

// printPaper writes what a list of results says of one paper: the title behind
// its place, and below it who, when and which.
func printPaper(w io.Writer, place int, p fields.Paper) {
	title := strings.Join(strings.Fields(p.Title), " ")
	if isTerminal(w) && os.Getenv("NO_COLOR") == "" {
		title = "\x1b[1m" + title + "\x1b[0m"
	}
	fmt.Fprintf(w, "%3d  %s\n", place, title)
	var about []string
	for _, s := range []string{authors(p.Paper), p.Date.String(), p.Venue, string(p.ID)} {
		if s != "" {
			about = append(about, s)
		}
	}
	fmt.Fprintf(w, "     %s\n", strings.Join(about, " · "))
}

// authors names at most three of a paper's, or says how many there are.
func authors(p data.Paper) string {
	const named = 3
	count := len(p.Authors)
	if p.AuthorCount != nil {
		count = max(count, *p.AuthorCount)
	}
	switch shown := p.Authors[:min(len(p.Authors), named)]; {
	case count == 0:
		return ""
	case len(shown) == 0 && count == 1:
		return "1 author"
	case len(shown) == 0:
		return fmt.Sprintf("%d authors", count)
	case count > len(shown):
		return fmt.Sprintf("%s and %d more", strings.Join(shown, ", "), count-len(shown))
	default:
		return strings.Join(shown, ", ")
	}
}

// count writes a number of things: "1 paper", "64,351 papers".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// thousands writes n in groups of three digits.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// bytesText writes a size for people.
func bytesText(n int64) string {
	const unit = 1000
	if n < unit {
		return fmt.Sprintf("%d B", n)
	}
	value, prefix := float64(n)/unit, 0
	for ; value >= unit && prefix < 3; prefix++ {
		value /= unit
	}
	return fmt.Sprintf("%.1f %cB", value, "kMGT"[prefix])
}

// printTable writes rows of a name and a value, aligned.
func printTable(w io.Writer, rows [][2]string) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintf(tab, "%s\t%s\n", row[0], row[1])
	}
	return tab.Flush()
}

// isTerminal reports whether w is one, so that what only a person can use
// (colour, a progress bar) stays out of files and pipes.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
