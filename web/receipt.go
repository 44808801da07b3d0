package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/export"
	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/index"
	"paperboy/web/view"
)

// receiptPage is a citable record of what a search found, and whether it still finds the same.
type receiptPage struct {
	frame
	Query   string
	Cite    string
	Facts   []view.Field
	Filters []view.Link
	Address copied
	// One of the two is the result of the check.
	Holds, Broken string
	Links, Files  []view.Link
	// Command computes the digest in a terminal.
	Command string
}

// copied is a text with a button that copies it.
type copied struct{ ID, Text string }

// receipt answers /receipt. A search without a receipt redirects to a new one, whose address is
// permanent.
func (s *site) receipt(c echo.Context) error {
	p, _, err := search.ReceiptTable.Parse(c.QueryParams(), false)
	if err != nil {
		return err
	}
	a, err := s.service.Search.Receipt(c.Request().Context(), p)
	if err != nil {
		return err
	}
	if a.Check == nil {
		c.Response().Header().Set("Cache-Control", "no-store")
		return c.Redirect(http.StatusSeeOther, a.URL)
	}
	return s.render(c, http.StatusOK, "receipt", s.newReceiptPage(p, a, s.baseURL(c)))
}

func (s *site) newReceiptPage(p search.ReceiptParams, a search.ReceiptAnswer, base string) receiptPage {
	asked := p.Search()
	made := view.NewMoment(a.At)
	title := ""
	if asked.Q != "" {
		title = "Receipt: " + asked.Q
	}
	page := receiptPage{
		frame: s.frame("receipt", title),
		Query: asked.Q,
		Cite: fmt.Sprintf("Paperboy was searched on %s. Of the %s in its index, %s matched.",
			made.Text, figures.Count(a.Papers, "paper"), figures.Thousands(a.Total)),
		Filters: view.NewChips(view.OnSearchPage(asked), search.Answer{}),
		Address: copied{"receipt-address", base + a.URL},
		Command: "curl -s '" + strings.ReplaceAll(base+exportURL(asked, export.JSONL), "'", "%27") + "' |\n  jq -r .id | LC_ALL=C sort | sha256sum",
	}
	page.frame.Query = asked.Q
	match := "any of the words"
	if a.Query.Match == index.MatchAll {
		match = "all of the words"
	}
	page.Facts = []view.Field{
		{Name: "Understood as", Value: a.Query.Parsed}, {Name: "Matching", Value: match},
		{Name: "Papers found", Value: figures.Thousands(a.Total)}, {Name: "Papers in the index", Value: figures.Thousands(a.Papers)},
		{Name: "Searched", Value: made.Text}, {Name: "Index version", Value: fmt.Sprintf("change %s, schema %d", figures.Thousands(int(a.Sequence)), a.Schema)},
		{Name: "SHA-256 of the IDs", Value: a.SHA256},
	}
	if a.Query.Parsed == "" {
		page.Facts = page.Facts[2:]
	}
	page.describeCheck(a)
	page.Links = []view.Link{{Text: "Run this search now", URL: view.SearchURL(asked)}}
	if a.Check.Added > 0 {
		page.Links = append(page.Links, view.Link{Text: "Show papers added since", URL: view.ChangedURL(asked, func(p *search.Params) {
			p.Filter.AddedAfter, p.Sort = a.At, index.ByAdded
		})})
	}
	page.Links = append(page.Links, view.Link{Text: "Create a new receipt", URL: receiptURL(asked)})
	if a.Check.Total > 0 {
		page.Files = exportLinks(asked)
	}
	return page
}

// describeCheck sets the result of the check.
func (page *receiptPage) describeCheck(a search.ReceiptAnswer) {
	c := a.Check
	if !c.Signed {
		page.Broken = "This server did not issue this receipt, or its link was changed. The search now finds " + figures.Count(c.Total, "paper") + "."
		return
	}
	since := ""
	switch {
	case c.Added == 1:
		since = ", plus 1 added since"
	case c.Added > 1:
		since = ", plus " + figures.Thousands(c.Added) + " added since"
	}
	switch {
	case c.Same && a.Total == 0 && c.Added == 0:
		page.Holds = "The search still finds no papers."
	case c.Same && a.Total == 0:
		page.Holds = "The search found no papers then, and finds " + figures.Thousands(c.Added) + " now."
	case c.Same && a.Total == 1:
		page.Holds = "The search still finds the same paper" + since + "."
	case c.Same:
		page.Holds = "The search still finds the same " + figures.Count(a.Total, "paper") + since + "."
	default:
		words := fmt.Sprintf("The search no longer finds the same papers: %s then, %s now", figures.Thousands(a.Total), figures.Thousands(c.Total))
		if c.Added > 0 {
			words += ", including " + figures.Thousands(c.Added) + " added since"
		}
		if c.Changed > 0 {
			words += fmt.Sprintf(". Changed since: %s of the papers found then", figures.Thousands(c.Changed))
		}
		page.Broken = words + "."
	}
}

// receiptURL returns the address that creates a receipt of a search.
func receiptURL(p search.Params) string {
	return strings.TrimSuffix("/receipt?"+search.ReceiptParams{Params: p}.URLValues().Encode(), "?")
}
