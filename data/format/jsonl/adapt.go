package jsonl

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// adapt fills the record of one object. Errors are *data.FieldError.
func adapt(r data.Record, w wirePaper, in format.Input) (data.Record, error) {
	r.Paper = data.Paper{
		ID: data.ID(w.ID), Title: w.Title, Abstract: w.Abstract, Authors: w.Authors, AuthorCount: w.AuthorCount.n,
		Upvotes: w.Upvotes.n, Comments: w.Comments.n, Stars: w.Stars.n, Categories: w.Categories, Venue: w.Venue, DOI: w.DOI,
		Type: data.Type(w.Type), Container: w.Container, Volume: w.Volume, Number: w.Number, Pages: w.Pages, Publisher: w.Publisher,
		Place: w.Place, Editors: w.Editors, School: w.School, Series: w.Series, Edition: w.Edition, ISBN: w.ISBN, ISSN: w.ISSN,
		Note: w.Note, Groups: w.Groups, CitationKey: w.CitationKey,
		Organization: string(w.Organization), AISummary: w.AISummary, AIKeywords: w.AIKeywords, Repository: w.Repository,
	}
	if err := setID(&r, w); err != nil {
		return r, err
	}
	for _, alias := range w.Aliases {
		r.Aliases = append(r.Aliases, data.ID(alias))
	}
	if err := setDates(&r, w); err != nil {
		return r, err
	}
	if err := setObservations(&r, w); err != nil {
		return r, err
	}
	format.SetLanguage(&r, w.Language)
	setURLs(&r, w)
	setOrigin(&r, w, in)
	return r, nil
}

func setID(r *data.Record, w wirePaper) error {
	if w.ID == "" {
		return nil
	}
	id := w.ID
	if repaired, ok := format.RepairNumber(w.ID); ok && strings.HasSuffix(w.URL, "arxiv.org/abs/"+w.ID) {
		id = repaired
		format.Keep(r, "id", w.ID, id)
		format.Warn(r, format.WarnIDRepaired)
	}
	parsed, err := data.ParseID(id)
	if err != nil {
		return &data.FieldError{Field: "id", Code: "invalid_id", Reason: err.Error()}
	}
	r.Paper.ID = parsed
	return nil
}

func setDates(r *data.Record, w wirePaper) error {
	featured, err := parseDay(w.Featured, w.HFDate)
	if err != nil {
		return &data.FieldError{Field: "featured", Code: "invalid_featured", Reason: err.Error()}
	}
	r.Paper.Featured = featured
	for _, day := range w.Days {
		featured, err := parseDay(day)
		if err != nil {
			return &data.FieldError{Field: "featured_days", Code: "invalid_featured_days", Reason: err.Error()}
		}
		r.Paper.FeaturedDays = append(r.Paper.FeaturedDays, featured)
	}
	stated := w.Date
	if w.HFDate != "" && w.PublishedAt == "" {
		stated = "" // the date repeats the day of the list
	}
	date, err := parseDay(w.PublishedAt, stated, string(w.Year))
	if err != nil {
		return &data.FieldError{Field: "date", Code: "invalid_date", Reason: err.Error()}
	}
	if date.IsZero() {
		if date = r.Paper.ID.Month(); !date.IsZero() {
			format.Warn(r, format.WarnDateFromID)
		}
	}
	r.Paper.Date = date
	return nil
}

func setObservations(r *data.Record, w wirePaper) error {
	for _, o := range w.Observations {
		at, err := time.Parse(time.RFC3339, o.At)
		if err != nil {
			return &data.FieldError{Field: "observations", Code: "invalid_observations", Reason: fmt.Sprintf("%q is not a time like 2025-11-13T07:00:00Z", text.Clip(o.At))}
		}
		r.Paper.Observations = append(r.Paper.Observations, data.Observation{At: at, Upvotes: o.Upvotes.n, Comments: o.Comments.n, Stars: o.Stars.n})
	}
	return nil
}

// parseDay parses the first candidate that is not empty: a date of any precision, or a time, of
// which it returns the UTC day.
func parseDay(candidates ...string) (data.Date, error) {
	for _, s := range candidates {
		if s == "" {
			continue
		}
		if strings.ContainsAny(s, "T ") {
			for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
				if t, err := time.Parse(layout, s); err == nil {
					return data.DateOf(t), nil
				}
			}
		}
		return data.ParseDate(s)
	}
	return data.Date{}, nil
}

func setURLs(r *data.Record, w wirePaper) {
	urls := append([]string{w.URL}, w.URLs...)
	if r.Origin.Raw["id"] != "" {
		urls[0] = r.Paper.ID.URL() // the URL was damaged in the same way as the id
	}
	for _, u := range []string{w.ProjectPage, w.GitHub} {
		if id, err := data.ParseID(u); err != nil || id != data.ID(u) { // skip a link to another paper
			continue
		}
		urls = append(urls, u)
		if u == w.GitHub && r.Paper.Repository == "" {
			r.Paper.Repository = u
		}
	}
	r.Paper.URLs = slices.DeleteFunc(urls, func(u string) bool { return u == "" })
}

// setOrigin sets the source. A paper that was exported by Paperboy keeps its provenance.
func setOrigin(r *data.Record, w wirePaper, in format.Input) {
	if n := len(w.Sources); n > 0 && in.Source == "" {
		r.Origin, r.Paper.Sources = w.Sources[n-1], w.Sources[:n-1]
		return
	}
	r.Paper.Sources = w.Sources
	r.Origin.Source = in.Source
	if in.Source == "" {
		r.Origin.Source = sourceOf(r.Paper.ID, w)
	}
}

func sourceOf(id data.ID, w wirePaper) string {
	switch {
	case w.HFDate != "":
		return format.SourceHuggingFace
	case id.Scheme() == data.SchemeArXiv:
		return format.SourceArXiv
	case id.Scheme() == data.SchemeACL:
		return format.SourceACL
	}
	return format.SourceFile
}
