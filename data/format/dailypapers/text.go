package dailypapers

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// warnYearAssumed says that the date of a paper was shown without a year, as pages show the dates
// of their own year, and that the day of the page was not given.
const warnYearAssumed = "year_assumed"

var (
	authorLine = regexp.MustCompile(`^•\s*(\d+) authors?$`)
	dateLine   = regexp.MustCompile(`^((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2}(?:, \d{4})?)(?: (\d+))?$`)
	// frameLine matches the lines above the first title.
	frameLine = regexp.MustCompile(`^(?i:new|hugging face|get trending papers in your email inbox!|subscribe|daily papers|trending papers|` +
		`by\s*ak and the research community|search|daily|weekly|monthly|trending|previous|next)$`)
	authorLineInHead = regexp.MustCompile(`(?m)^[ \t]*•[ \t]*\d+ authors?[ \t]*\r?$`)
)

func sniffText(head []byte) bool {
	at := authorLineInHead.FindIndex(head)
	return at != nil && !format.BeginsOtherwise(head[:at[0]])
}

// card has what a copied page shows of one paper.
type card struct {
	title, abstract string
	authors         *int
	date            string // "May 21" or "Mar 21, 2022", or empty if not shown
	comments        *int
}

// readText yields the papers of a page that was copied as text.
func readText(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		p := textParser{in: in}
		n := 0
		emit := func(c card) bool {
			n++
			r, err := p.adapt(c, fmt.Sprintf("entry %d", n))
			return yield(r, err)
		}
		for line, err := range format.Lines(in) {
			if err != nil {
				yield(data.Record{}, err)
				return
			}
			if line.TooLong {
				if !yield(data.Record{}, reject(in, fmt.Sprintf("line %d", line.Number), "", "line_too_long", "no title or abstract is as long as this line")) {
					return
				}
				continue
			}
			if done, ok := p.add(strings.TrimSpace(string(line.Text))); ok && !emit(done) {
				return
			}
		}
		if p.open.title != "" {
			emit(p.open)
		}
	}
}

// textParser assembles cards from lines. It relies on titles and abstracts alternating: if the
// number of authors and the date of a paper are missing, nothing else separates its abstract from
// the next title.
type textParser struct {
	in        format.Input
	open      card // the paper being read
	started   bool // the first title has been read
	pageDate  string
	metaBegun bool // the open paper's author line or date has been read
}

// add adds a line. If the line begins the next paper, add returns the previous one and true.
func (p *textParser) add(line string) (done card, ok bool) {
	if line == "" || line == "·" {
		return card{}, false
	}
	authors, date := authorLine.FindStringSubmatch(line), dateLine.FindStringSubmatch(line)
	switch {
	case !p.started && frameLine.MatchString(line):
	case !p.started && date != nil:
		p.pageDate = date[1]
	case !p.started:
		p.started = true
		p.open.title = line
	case authors != nil && p.open.authors == nil:
		p.open.authors, p.metaBegun = count(authors[1]), true
	case date != nil && p.open.date == "":
		p.open.date, p.open.comments, p.metaBegun = date[1], count(date[2]), true
	case p.open.abstract == "" && !p.metaBegun:
		p.open.abstract = line
	default:
		done, p.open, p.metaBegun = p.open, card{title: line}, false
		return done, true
	}
	return card{}, false
}

// count parses a number. It returns nil if s is empty.
func count(s string) *int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil
	}
	return &n
}

// adapt returns the record of a card. If a text was repaired, the original is kept as raw. Errors
// are *data.Rejection.
func (p *textParser) adapt(c card, name string) (data.Record, error) {
	r := data.Record{
		Paper:  data.Paper{Title: repair(c.title), Abstract: repair(c.abstract), AuthorCount: c.authors, Comments: c.comments},
		Origin: origin(p.in),
		Entry:  name,
	}
	r.Origin.Raw = map[string]string{}
	if r.Paper.Title != c.title {
		r.Origin.Raw["title"] = c.title
	}
	if r.Paper.Abstract != c.abstract {
		r.Origin.Raw["abstract"] = c.abstract
	}
	if c.date == "" {
		return r, nil
	}
	r.Origin.Raw["date"] = c.date
	asOf, assumed := p.asOf()
	date, yearShown, err := dateShown(c.date, asOf)
	if err != nil {
		return r, reject(p.in, name, "", "invalid_date", err.Error())
	}
	r.Paper.Date = date
	if assumed && !yearShown {
		r.Origin.Warnings = append(r.Origin.Warnings, warnYearAssumed)
	}
	return r, nil
}

// asOf returns the day of the page, and whether its year is assumed. The day is the one that the
// caller gave, or else the one that the page shows above its papers, or else the day on which the
// page was fetched.
func (p *textParser) asOf() (day data.Date, assumed bool) {
	if !p.in.AsOf.IsZero() {
		return p.in.AsOf, false
	}
	fetched := data.Date{}
	if !p.in.Fetched.IsZero() {
		fetched = data.DateOf(p.in.Fetched)
	}
	if day, _, err := dateShown(p.pageDate, fetched); err == nil {
		return day, true
	}
	return fetched, true
}
