package dailypapers

import (
	"fmt"
	"path"
	"regexp"
	"time"

	"paperboy/data"
	"paperboy/data/format"
)

const pageURL = "https://huggingface.co/papers/"

// adapt returns the record of an entry. day is the day of the list that has the entry. If it is
// unknown, the paper itself may say on which day it was submitted to a list. Errors are
// *data.FieldError.
func adapt(e wireEntry, day data.Date, in format.Input) (data.Record, error) {
	p := e.paper()
	r := data.Record{
		Paper: data.Paper{
			Title: p.Title, Abstract: p.Summary, Upvotes: p.Upvotes, Comments: e.NumComments, Stars: p.GithubStars.value, Featured: day,
			Organization: e.organization(), AISummary: p.AISummary.value, AIKeywords: p.AIKeywords.value,
		},
		Origin: origin(in),
	}
	for _, a := range p.Authors {
		if a.Name == "" {
			a.Name = a.User.Fullname
		}
		r.Paper.Authors = append(r.Paper.Authors, a.Name)
	}
	if p.ID != "" {
		id, err := data.ParseID(p.ID)
		if err != nil {
			return r, &data.FieldError{Field: "id", Code: "invalid_id", Reason: err.Error()}
		}
		r.Paper.ID = id
		r.Paper.URLs = append(r.Paper.URLs, pageURL+p.ID)
	}
	for _, u := range []string{p.ProjectPage, p.GithubRepo} {
		if id, err := data.ParseID(u); err == nil && id == data.ID(u) { // skip a link to another paper
			r.Paper.URLs = append(r.Paper.URLs, u)
			if u == p.GithubRepo {
				r.Paper.Repository = u
			}
		}
	}
	var err error
	if r.Paper.Date, err = dayOf("publishedAt", "invalid_date", p.PublishedAt); err != nil {
		return r, err
	}
	if r.Paper.Featured.IsZero() {
		r.Paper.Featured, err = dayOf("submittedOnDailyAt", "invalid_featured", p.SubmittedOnDailyAt)
	}
	return r, err
}

// dayOf returns the UTC day of one of the site's times, such as "2024-05-24T17:34:15.000Z". An
// empty s is the unknown date. Errors are *data.FieldError with the given field and code.
func dayOf(field, code, s string) (data.Date, error) {
	if s == "" {
		return data.Date{}, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return data.DateOf(t), nil
	}
	d, err := data.ParseDate(s)
	if err != nil {
		return d, &data.FieldError{Field: field, Code: code, Reason: fmt.Sprintf("%s: %v", field, err)}
	}
	return d, nil
}

var dayInName = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

// dayOfLocation returns the day in the last part of a location, or the unknown date. A response of
// the API doesn't say which day it is for, but the name of its file or its URL may.
func dayOfLocation(location string) data.Date {
	day, err := data.ParseDate(dayInName.FindString(path.Base(location)))
	if err != nil {
		return data.Date{}
	}
	return day
}
