package web

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/add"
	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/web/view"
)

// readText reads the text of the form. It reports true for one that is too long to name papers,
// which is then a file.
func (f *addForm) readText(part io.Reader) (more bool, err error) {
	text, err := io.ReadAll(io.LimitReader(part, add.MaxText+1))
	if len(text) > add.MaxText {
		f.long = io.MultiReader(bytes.NewReader(text), part)
		return true, err
	}
	f.text = string(text)
	return false, err
}

// namesPapers reports whether the text names papers by id, address or title, rather than having
// their references in a format.
func (f *addForm) namesPapers() bool {
	given := add.Recognize(f.text)
	return f.format == "" && len(given) > 0 && given[0].Kind != add.KindRecords
}

// askedItem is something that the form will add. Paper leads to it if the library has it.
type askedItem struct {
	What  string
	Paper view.Link
}

// maxAsked is the maximum length of the parameter q of GET /add, in bytes.
const maxAsked = 4000

// askedItems returns what the parameter q of GET /add names.
func (s *site) askedItems(c echo.Context) ([]askedItem, error) {
	q := c.QueryParam("q")
	if len(q) > maxAsked {
		return nil, fault.New(fault.TooLong, "q", "q has more than %d characters", maxAsked)
	}
	var asked []askedItem
	for _, g := range add.Recognize(q) {
		item := askedItem{What: kindWords[g.Kind] + " " + g.Text}
		switch g.Kind {
		case add.KindID:
			item.What = string(g.ID)
			paper, err := s.paperLink(c.Request().Context(), g)
			if err != nil {
				return nil, err
			}
			item.Paper = paper
		case add.KindRecords:
			item.What = "references"
		}
		asked = append(asked, item)
	}
	return asked, nil
}

var kindWords = map[add.Kind]string{add.KindAddress: "the page", add.KindTitle: "papers with the title"}

// paperLink returns the link to the paper that was given, if the library has it.
func (s *site) paperLink(ctx context.Context, g add.Given) (view.Link, error) {
	has, err := s.service.Add.Has(ctx, g)
	if err != nil || !has {
		return view.Link{}, err
	}
	return view.Link{Text: "is here already", URL: view.PaperURL(g.ID)}, nil
}

// bookmarklet returns the address of a bookmark that opens /add with the address of the page that
// the browser shows.
func bookmarklet(base string) template.URL {
	return template.URL("javascript:location.href='" + strings.NewReplacer("'", "%27", `\`, "%5C").Replace(base) + "/add?q='+encodeURIComponent(location.href)")
}

// addedItem is what became of one line of the text.
type addedItem struct {
	Given   string
	Papers  []view.Link
	Matches []addMatch
	// Problem and Next say why it was not added, and what to do.
	Problem, Next string
}

// addMatch is a paper whose title is similar to the given one. Paper leads to it if the library has it;
// otherwise ID is what adds it, and Form is where to enter the token first, if there is one.
type addMatch struct {
	Title, Byline, From string
	ID                  string
	Paper, Form         string
}

// maxByline is how many authors of a match are named.
const maxByline = 3

// addItems adds the results for what the text named.
func (r *addResult) addItems(a add.Answer, needsToken bool) {
	if len(a.Items) == 0 {
		return
	}
	done, refused := 0, 0
	for _, item := range a.Items {
		shown := addedItem{Given: item.Given, Problem: item.Reason, Next: item.Next}
		for _, paper := range item.Papers {
			text := paper.Title
			if item.Outcome == add.Present || item.Outcome == add.Unchanged {
				text += " (was here already)"
			}
			shown.Papers = append(shown.Papers, view.Link{Text: text, URL: view.PaperURL(paper.ID)})
		}
		for _, m := range item.Matches {
			shown.Matches = append(shown.Matches, newAddMatch(m, needsToken))
		}
		if item.Outcome == add.Refused {
			refused++
		} else {
			done++
		}
		r.Items = append(r.Items, shown)
	}
	r.Heading, r.Bad = itemsHeading(a), done == 0
	if r.Status == http.StatusOK && done == 0 && refused > 0 {
		r.Status = http.StatusUnprocessableEntity
	}
}

// itemsHeading sums up an answer.
func itemsHeading(a add.Answer) string {
	outcomes := map[add.Outcome]int{}
	for _, item := range a.Items {
		outcomes[item.Outcome]++
	}
	switch {
	case a.Added > 0:
		return figures.Count(a.Added, "paper") + " added"
	case outcomes[add.Choose] > 0:
		return "Which paper do you mean?"
	case a.Updated > 0:
		return figures.Count(a.Updated, "paper") + " updated"
	case outcomes[add.Present]+outcomes[add.Unchanged] > 0:
		return "Already here"
	}
	return "Not added"
}

func newAddMatch(m add.Match, needsToken bool) addMatch {
	shown := addMatch{Title: m.Title, From: m.From, ID: string(m.ID)}
	shown.Byline = (&data.Paper{Authors: m.Authors}).Byline(maxByline)
	if !m.Date.IsZero() {
		shown.Byline = strings.TrimPrefix(fmt.Sprintf("%s, %d", shown.Byline, m.Date.Year), ", ")
	}
	switch {
	case m.Present:
		shown.Paper = view.PaperURL(m.ID)
	case needsToken:
		shown.Form = addURL(shown.ID)
	}
	return shown
}

// addURL returns the address of the form with something to add.
func addURL(what string) string { return "/add?" + url.Values{"q": {what}}.Encode() }

// missingPaper is a paper that the library does not have, and that can be added.
type missingPaper struct {
	// Name is the paper's id as people write it, or its address. ID is what to add.
	Name, ID string
	// Form is where the reader has to enter the token first; empty if one click is enough.
	Form string
}

// missing returns what a query names, if it is an id or address of a paper that the library does not
// have and that the reader may add; nil otherwise.
func (s *site) missing(c echo.Context, query string) *missingPaper {
	query = strings.TrimSpace(query)
	if query == "" || len(query) > maxAsked || strings.Contains(query, "\n") || !s.service.Add.Fetches() || !adding.isOn(s.options) {
		return nil
	}
	given := add.RecognizeLine(query)
	if given.Kind != add.KindID && given.Kind != add.KindAddress || given.Kind == add.KindID && !s.service.Add.Sources.Knows(given.ID) {
		return nil
	}
	// On an error page, the deadline of the request has been cancelled.
	if has, err := s.service.Add.Has(context.WithoutCancel(c.Request().Context()), given); err != nil || has {
		return nil
	}
	m := &missingPaper{ID: given.Address, Name: given.Address}
	if given.Kind == add.KindID {
		m.ID = string(given.ID)
		m.Name = strings.Replace(m.ID, data.SchemeArXiv+":", "arXiv:", 1)
	}
	if s.needsToken(c.Request()) {
		m.Form = addURL(m.ID)
	}
	return m
}
