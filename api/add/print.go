package add

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"paperboy/data/figures"
)

// outcomeWords are the words for the outcomes that have a paper.
var outcomeWords = map[Outcome]string{Added: "added", Updated: "updated", Unchanged: "unchanged", Present: "is here"}

// Print writes a as text for a terminal: a line for each paper, match and reason. Its only errors are
// those of w.
func (a Answer) Print(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, item := range a.Items {
		for _, paper := range item.Papers {
			fmt.Fprintf(out, "%-9s  %s  %s\n", outcomeWords[item.Outcome], paper.ID, paper.Title)
		}
		if len(item.Matches) > 0 {
			fmt.Fprintf(out, "%s: %s with a similar title; to add one, use its id:\n", item.Given, figures.Count(len(item.Matches), "paper"))
		}
		for _, m := range item.Matches {
			fmt.Fprintf(out, "  paperboy add %s  # %s\n", m.ID, m)
		}
		if item.Reason != "" {
			fmt.Fprintf(out, "%s: %s\n", item.Given, strings.TrimSpace(item.Reason+" "+item.Next))
		}
	}
	return out.Flush()
}

// String describes a match in a line: its title, first author, year and service.
func (m Match) String() string {
	s := m.Title
	if len(m.Authors) > 0 {
		s += ", " + m.Authors[0]
		if len(m.Authors) > 1 {
			s += " et al."
		}
	}
	if !m.Date.IsZero() {
		s += fmt.Sprintf(", %d", m.Date.Year)
	}
	s += " (" + m.From
	if m.Present {
		s += ", is here"
	}
	return s + ")"
}

// ParamsOf sorts what a person gave, one argument each, by what it is: ids, addresses, records and
// titles. If all of it is single words, they are one title.
func ParamsOf(args []string) (p Params) {
	for _, arg := range args {
		given := Recognize(arg)
		switch {
		case len(given) == 1 && given[0].Kind == KindID:
			p.IDs = append(p.IDs, arg)
		case len(given) == 1 && given[0].Kind == KindAddress:
			p.URLs = append(p.URLs, arg)
		case len(given) == 1 && given[0].Kind == KindRecords:
			p.Text += "\n" + arg
		default:
			p.Titles = append(p.Titles, arg)
		}
	}
	if len(p.Titles) > 0 && len(p.Titles) == len(args) && !strings.ContainsAny(strings.Join(args, ""), " \n") {
		p.Titles = []string{strings.Join(args, " ")}
	}
	return p
}
