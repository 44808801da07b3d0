package web

import (
	"fmt"
	"net/http"
	"strings"

	"paperboy/api/export"
	"paperboy/api/search"

	"github.com/labstack/echo/v4"

	"paperboy/index"
)

// receiptPage is what a search found, as a review cites it, and whether it still does.
type receiptPage struct {
	frame
	Query   string
	Cite    string
	Facts   []field
	Filters []link
	Address copied
	// One of the two says what the check of the receipt found.
	Holds, Broken string
	Ways, Files   []link
	// Command makes the digest anew.
	Command string
}

// copied is a text that a button copies.
type copied struct{ ID, Text string }

// receipt answers /receipt. A search that has no receipt yet is sent on to the address
// of a new one, which stays.
func (s *site) receipt(c echo.Context) error {
	p, _, err := search.ParseReceipt(c.QueryParams(), false)
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
	return s.render(c, http.StatusOK, "receipt", s.newReceiptPage(p, a, s.base(c)))
}

func (s *site) newReceiptPage(p search.ReceiptParams, a search.ReceiptAnswer, base string) receiptPage {
	asked := p.Search()
	made := newMoment(a.At)
	title := "Receipt: all papers"
	if asked.Q != "" {
		title = "Receipt: " + asked.Q
	}
	page := receiptPage{
		frame: s.frame("single", title),
		Query: asked.Q,
		Cite: fmt.Sprintf("Paperboy was searched on %s. Of the %s in its index, %s matched.",
			made.Text, counted(a.Papers, "paper"), count(a.Total)),
		Filters: newChips(asked, search.Answer{}),
		Address: copied{"receipt-address", base + a.URL},
		Command: "curl -s '" + strings.ReplaceAll(base+exportURL(asked, export.JSONL), "'", "%27") + "' |\n  jq -r .id | LC_ALL=C sort | sha256sum",
	}
	page.frame.Query = asked.Q
	match := "any of the words"
	if a.Query.Match == index.MatchAll {
		match = "all of the words"
	}
	page.Facts = []field{
		{"Understood as", a.Query.Parsed}, {"Matching", match},
		{"Papers found", count(a.Total)}, {"Papers in the index", count(a.Papers)},
		{"Searched", made.Text}, {"State of the index", fmt.Sprintf("change %s, schema %d", count(int(a.Sequence)), a.Schema)},
		{"SHA-256 of the ids", a.SHA256},
	}
	if a.Query.Parsed == "" {
		page.Facts = page.Facts[2:]
	}
	page.judge(a)
	page.Ways = []link{{"Search now", searchURL(asked)}}
	if a.Check.Added > 0 {
		page.Ways = append(page.Ways, link{"Only what came in since", changed(asked, func(p *search.Params) {
			p.Filter.AddedAfter, p.Sort = a.At, index.ByAdded
		})})
	}
	page.Ways = append(page.Ways, link{"A new receipt", receiptURL(asked)})
	if a.Check.Total > 0 {
		page.Files = exportLinks(asked)
	}
	return page
}

// judge says what the check found.
func (page *receiptPage) judge(a search.ReceiptAnswer) {
	c := a.Check
	if !c.Signed {
		page.Broken = "This server did not give this receipt out, or something in its address was changed. Its search finds " + counted(c.Total, "paper") + " now."
		return
	}
	since := ""
	switch {
	case c.Added == 1:
		since = ", and one that came in since"
	case c.Added > 1:
		since = ", and " + count(c.Added) + " that came in since"
	}
	switch {
	case c.Same && a.Total == 0 && c.Added == 0:
		page.Holds = "It still finds no paper."
	case c.Same && a.Total == 0:
		page.Holds = "It found no paper then, and finds " + count(c.Added) + " now."
	case c.Same:
		page.Holds = "It still finds the same " + counted(a.Total, "paper") + since + "."
	default:
		words := fmt.Sprintf("It does not find the same papers any more: %s then, %s now", count(a.Total), count(c.Total))
		if c.Added > 0 {
			words += ", of which " + count(c.Added) + " came in since"
		}
		if c.Changed > 0 {
			words += fmt.Sprintf("; of those found, %s changed since", count(c.Changed))
		}
		page.Broken = words + "."
	}
}

// receiptURL leads to a new receipt of a search.
func receiptURL(p search.Params) string {
	return strings.TrimSuffix("/receipt?"+search.ReceiptParams{Params: p}.URLValues().Encode(), "?")
}
