package view

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/text"
)

// FormatDate formats a date as precisely as it is known: "21 Mar 2022", "Mar 2022" or "2022". The
// zero date is "".
func FormatDate(d data.Date) string {
	month := func() string { return d.Month.String()[:3] }
	switch d.Precision() {
	case data.DayPrecision:
		return fmt.Sprintf("%d %s %d", d.Day, month(), d.Year)
	case data.MonthPrecision:
		return fmt.Sprintf("%s %d", month(), d.Year)
	case data.YearPrecision:
		return strconv.Itoa(d.Year)
	}
	return ""
}

// Sentence turns the message of an error into a sentence: a capital at the start and a full
// stop at the end. A message that starts with a parameter ("from=soon: ...") or an email address keeps
// its case.
func Sentence(message string) string {
	if message == "" {
		return ""
	}
	if start, _, _ := strings.Cut(message, " "); len(start) > 1 && !strings.ContainsAny(strings.TrimSuffix(start, ":"), "=:/@") {
		message = text.UpperFirst(message)
	}
	if strings.ContainsAny(message[len(message)-1:], ".?!") {
		return message
	}
	return message + "."
}

// quoted matches a text that a message of the API quotes, with what is before it.
var quoted = regexp.MustCompile(`(^|[ (])"((?:[^"\\]|\\.)*)"`)

// Quoted returns a message of the API with the quotation marks that a page has. Parts of a query that
// the reader may copy, such as author:"Li", stay as they are.
func Quoted(message string) string {
	return quoted.ReplaceAllStringFunc(message, func(s string) string {
		before, rest, _ := strings.Cut(s, `"`)
		if text, err := strconv.Unquote(`"` + rest); err == nil {
			return before + "“" + text + "”"
		}
		return s
	})
}

// FormatDuration formats how long a search took.
func FormatDuration(ms float64) string {
	if ms < 10 {
		return strconv.FormatFloat(ms, 'f', 1, 64) + " ms"
	}
	if ms < 1000 {
		return strconv.FormatFloat(ms, 'f', 0, 64) + " ms"
	}
	return strconv.FormatFloat(ms/1000, 'f', 1, 64) + " s"
}

// Moment is a time as text and as the value of a datetime attribute.
type Moment struct{ Text, DateTime string }

func NewMoment(t time.Time) *Moment {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &Moment{Text: t.Format("2 Jan 2006, 15:04 UTC"), DateTime: t.Format(time.RFC3339)}
}

// NewDay is newMoment with only the day in the text.
func NewDay(t time.Time) *Moment {
	m := NewMoment(t)
	if m != nil {
		m.Text = t.UTC().Format("2 Jan 2006")
	}
	return m
}

// Paragraphs splits an abstract at empty lines.
func Paragraphs(s string) []string {
	var ps []string
	for p := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			ps = append(ps, p)
		}
	}
	return ps
}

// DateOrUnknown returns a date in words, or "date unknown".
func DateOrUnknown(d data.Date) string {
	if words := FormatDate(d); words != "" {
		return words
	}
	return "date unknown"
}
