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

// adapt makes a record of one entry. The day is that of the list it stands in;
// where it is unknown, the paper itself may say when it was submitted to one.
func adapt(e wireEntry, day data.Date, in format.Input) (data.Record, error) {
	p := e.paper()
	r := data.Record{
		Paper: data.Paper{
			Title: p.Title, Abstract: p.Summary, Upvotes: p.Upvotes, Comments: e.NumComments, Featured: day,
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
		if id, err := data.ParseID(u); err == nil && id == data.ID(u) { // not the page of another paper
			r.Paper.URLs = append(r.Paper.URLs, u)
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

// dayOf is the day in UTC of the site's times, "2024-05-24T17:34:15.000Z".
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

// dayOfLocation is the day in a location's last part: an answer of the API does
// not say of which day it is, its file's name or URL does.
func dayOfLocation(location string) data.Date {
	day, err := data.ParseDate(dayInName.FindString(path.Base(location)))
	if err != nil {
		return data.Date{}
	}
	return day
}
