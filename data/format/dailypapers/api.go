package dailypapers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"paperboy/data"
	"paperboy/data/format"
)

// apiMarks match what only JSON of the API has near its beginning.
var apiMarks = []*regexp.Regexp{
	regexp.MustCompile(`^\s*\[\s*"\{'paper':`),
	regexp.MustCompile(`["']paper["']\s*:\s*\{`),
	regexp.MustCompile(`"day"\s*:\s*"[^"]*"\s*,\s*"entries"\s*:`),
	regexp.MustCompile(`(?s)"(publishedAt"\s*:.*"summary|summary"\s*:.*"publishedAt)"\s*:`),
}

// foreign matches what the API never has: names of authors as strings. CiteSeerX has them.
var foreign = regexp.MustCompile(`"authors"\s*:\s*\[\s*"`)

func sniffAPI(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	if len(head) == 0 || head[0] != '{' && head[0] != '[' {
		return false
	}
	return slices.ContainsFunc(apiMarks, func(mark *regexp.Regexp) bool { return mark.Match(head) }) && !foreign.Match(head)
}

// readAPI yields the papers of the JSON of the API: a response (an array of entries or papers, or
// a single paper), a file with one day of responses per line, or the data-props of a page.
func readAPI(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		day := dayOfLocation(in.Location)
		for entry, err := range format.Entries(in) {
			if err != nil {
				yield(data.Record{}, err)
				return
			}
			name := entry.Name()
			switch {
			case entry.TooLong:
				if !yield(data.Record{}, reject(in, name, "", "line_too_long", format.ErrTooLong.Reason)) {
					return
				}
			case !readValue(entry.Text, name, day, in, yield):
				return
			}
		}
	}
}

// readValue yields the papers of one JSON value, which is a day, a list or an entry. It reports
// whether to go on.
func readValue(text []byte, name string, day data.Date, in format.Input, yield func(data.Record, error) bool) bool {
	if text[0] != '{' {
		return yield(readEntry(text, name, day, in))
	}
	var d wireDay
	if err := json.Unmarshal(text, &d); err != nil {
		code, reason := describe(err)
		return yield(data.Record{}, reject(in, name, "", code, reason))
	}
	if d.Entries == nil && d.Data == nil {
		// The data-props of a page, saved as a file.
		var list wireList
		if json.Unmarshal(text, &list) == nil && len(list.DailyPapers)+len(list.SearchResults) > 0 {
			return list.read(in, yield)
		}
		return yield(readEntry(text, name, day, in))
	}
	entries, dayName, err := d.open()
	if err != nil {
		return yield(data.Record{}, reject(in, name, "", "invalid_type", err.Error()))
	}
	if dayName != "" {
		if day, err = data.ParseDate(dayName); err != nil || day.Precision() != data.DayPrecision {
			return yield(data.Record{}, reject(in, name, "", "invalid_featured", fmt.Sprintf("%q is not a day", dayName)))
		}
		name = dayName
	}
	for i, entry := range entries {
		if !yield(readEntry(entry, fmt.Sprintf("%s entry %d", name, i+1), day, in)) {
			return false
		}
	}
	return true
}

// open returns the entries of a day, and the day as written.
func (d wireDay) open() (entries []json.RawMessage, day string, err error) {
	inner := d.Entries
	if day = d.Day; inner == nil {
		inner, day = d.Data, d.Date
	}
	if err := json.Unmarshal(inner, &entries); err == nil {
		return entries, day, nil
	}
	var wrapped wireDay
	if err := json.Unmarshal(inner, &wrapped); err == nil && wrapped.Data != nil {
		if err := json.Unmarshal(wrapped.Data, &entries); err == nil {
			return entries, day, nil
		}
	}
	return nil, "", errors.New("entries must be a list")
}

// readEntry returns the record of one entry of a list. Errors are *data.Rejection.
func readEntry(text []byte, name string, day data.Date, in format.Input) (data.Record, error) {
	e, err := parseEntry(text)
	if err != nil {
		code, reason := describe(err)
		return data.Record{}, reject(in, name, data.ID(e.paper().ID), code, reason)
	}
	r, err := adapt(e, day, in)
	if err != nil {
		code, reason := "invalid_entry", err.Error()
		if field := (*data.FieldError)(nil); errors.As(err, &field) {
			code, reason = field.Code, field.Reason
		}
		return data.Record{}, reject(in, name, data.ID(e.paper().ID), code, reason)
	}
	r.Entry = name
	return r, nil
}
