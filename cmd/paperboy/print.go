package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"paperboy/api/fields"
)

// printJSON prints a JSON object on one line.
func printJSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(value)
}

// namedAuthors is how many authors of a paper are named.
const namedAuthors = 3

// printPaper prints a paper of a list of results: its rank and title, and below them its
// authors, date, venue and id.
func printPaper(w io.Writer, rank int, p fields.Paper) {
	title := strings.Join(strings.Fields(p.Title), " ")
	if isTerminal(w) && os.Getenv("NO_COLOR") == "" {
		title = "\x1b[1m" + title + "\x1b[0m"
	}
	fmt.Fprintf(w, "%3d  %s\n", rank, title)
	fmt.Fprintf(w, "     %s\n", joinNonEmpty(p.Byline(namedAuthors), p.Date.String(), p.Venue, string(p.ID)))
}

// printTable prints rows of cells with aligned columns.
func printTable(w io.Writer, rows ...[]string) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(tab, strings.Join(row, "\t"))
	}
	return tab.Flush()
}

func printLines(w io.Writer, lines []string) {
	for _, line := range lines {
		fmt.Fprintln(w, line)
	}
}

// printIndented prints the lines of text, each after a prefix.
func printIndented(w io.Writer, prefix, text string) {
	for line := range strings.Lines(text) {
		fmt.Fprintln(w, prefix+strings.TrimSpace(line))
	}
}

// dayText and timeText write a time in the local time zone.
func dayText(t time.Time) string  { return t.Local().Format(time.DateOnly) }
func timeText(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

// joinNonEmpty joins the texts that are not empty with dots.
func joinNonEmpty(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), " · ")
}

// isTerminal reports whether w is a terminal. Colours and progress bars do not belong in files
// and pipes.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
