package fetch

import (
	"fmt"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// ParseFeed reads a feed from words: "hf", "arxiv QUERY", "oai [URL] [SET]" or "url URL".
func ParseFeed(words string) (Feed, error) {
	kind, rest, _ := strings.Cut(strings.TrimSpace(words), " ")
	rest = strings.TrimSpace(rest)
	switch {
	case kind == "hf" && rest == "":
		return DailyPapers{}, nil
	case kind == "arxiv" && rest != "":
		return ArXiv{Query: text.OneLine(rest)}, nil
	case kind == "oai" && !strings.Contains(rest, "://"):
		return OAI{Set: rest}, nil
	case kind == "oai":
		address, set, _ := strings.Cut(rest, " ")
		_, err := ParseAddress(address)
		return OAI{URL: address, Set: strings.TrimSpace(set)}, err
	case kind == "url" && rest != "":
		_, err := ParseAddress(rest)
		return Page{URL: rest}, err
	}
	return nil, fmt.Errorf("%q: want hf, arxiv QUERY, oai [URL] [SET] or url URL", words)
}

// ParseDailyPapers reads the days of a Daily Papers feed: "2025-11-13" or
// "2025-11-01..2025-11-13". The feed of "" is what is new since the last time.
func ParseDailyPapers(days string) (feed DailyPapers, err error) {
	if days == "" {
		return feed, nil
	}
	from, to, isRange := strings.Cut(days, "..")
	if !isRange {
		to = from
	}
	if feed.From, feed.To, err = ParseDays(from, to); err == nil && feed.From.IsZero() {
		err = fmt.Errorf("%q names no day", days)
	}
	return feed, err
}

// ParseDays reads a range of days, YYYY-MM-DD. Both may be empty, and so may to alone.
func ParseDays(from, to string) (first, last data.Date, err error) {
	if first, err = parseDay(from); err == nil {
		last, err = parseDay(to)
	}
	switch {
	case err != nil:
	case first.IsZero() && !last.IsZero():
		err = fmt.Errorf("an end, %s, without a beginning", last)
	case !last.IsZero() && last.FirstDay() < first.FirstDay():
		err = fmt.Errorf("%s..%s ends before it begins", first, last)
	}
	return first, last, err
}

func parseDay(s string) (data.Date, error) {
	day, err := data.ParseDate(s)
	if err == nil && !day.IsZero() && day.Precision() != data.DayPrecision {
		err = fmt.Errorf("%q is not a day, YYYY-MM-DD", s)
	}
	return day, err
}
