package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/export"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/web/metadata"
	"paperboy/web/view"
)

// paperPage is a paper and the papers similar to it.
type paperPage struct {
	frame
	// Address is the page's own, without parameters.
	Address  string
	Citation []metadata.Tag
	Article  metadata.ScholarlyArticle
	Heading  []view.Span
	// Place is where the reader came from; nil if the address does not say.
	Place *view.Place
	Star  *view.Star
	// SaveURL is the address of the page that saves the paper to a list; empty if the reader can't.
	SaveURL   string
	Thumbnail *view.Thumbnail
	// Authors are the first authors, HiddenAuthors those that unfold. MoreAuthors says how many
	// are not known by name.
	Authors, HiddenAuthors []view.Link
	MoreAuthors            string
	Facts                  view.Facts
	Abstract               [][]view.Span
	Signals                view.Signals
	// PDF is the address of the text; empty if it is not known.
	PDF           string
	ExternalLinks []view.Link
	IDs           []view.Field
	Reference     []view.Field
	Citations     []citation
	Similar       similarList
	// SeedID is this paper in the form that finds papers between two.
	SeedID     data.ID
	Provenance view.Provenance
}

// citation is the paper in a citation style. URL is the address of the text.
type citation struct {
	export.Citation
	URL string
}

// unfoldedAuthors is how many authors a page shows before the reader unfolds the others.
const unfoldedAuthors = 10

// similarPapers is how many similar papers a page shows.
const similarPapers = 10

// paperOrNeighbourhood answers /papers/{id} and /papers/{id}/neighbourhood. An id may contain
// slashes, so one route serves both. An id that itself ends in "/neighbourhood" is sent with %2F.
func (s *site) paperOrNeighbourhood(c echo.Context) error {
	if strings.HasSuffix(c.Request().URL.EscapedPath(), api.NeighbourhoodSuffix) {
		return s.neighbourhood(c)
	}
	return s.paper(c)
}

// paper answers /papers/{id}. Another spelling of the id, or the id of a merged paper, redirects
// to the canonical address.
func (s *site) paper(c echo.Context) error {
	asked, id, err := pathID(c, "")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	p, err := s.service.Library.Paper(ctx, id)
	if err != nil {
		return err
	}
	if string(p.ID) != asked {
		to := url.URL{RawQuery: c.Request().URL.RawQuery}
		return c.Redirect(http.StatusFound, view.PaperURL(p.ID)+to.String())
	}
	page := s.newPaperPage(p)
	page.Address = s.baseURL(c) + view.PaperURL(p.ID)
	page.Citation = metadata.CitationTags(p, page.Address)
	page.Article = metadata.NewScholarlyArticle(p, page.Address)
	if page.Citations, err = citations(p); err != nil {
		return err
	}
	steered, _, err := similar.Table.Parse(c.QueryParams(), false)
	if err != nil {
		return err
	}
	from := steering{path: view.PaperURL(p.ID), pathIDs: []data.ID{p.ID}, params: steered}
	if page.Place, page.Query = s.place(c, p.ID); page.Place != nil {
		from.place = view.OnlyPlace(c.QueryParams())
	}
	if page.Similar, err = s.similarList(c, from); err != nil {
		return err
	}
	starred := append([]view.Hit{{ID: p.ID, PlainTitle: p.Title}}, page.Similar.Hits...)
	if err := s.personalize(c, starred); err != nil {
		return err
	}
	page.Star, page.SaveURL, page.Thumbnail, page.Similar.Hits = starred[0].Star, starred[0].SaveURL, starred[0].Thumbnail, starred[1:]
	if page.Provenance, err = s.provenance(ctx, p); err != nil {
		return err
	}
	page.Provenance.Open = c.QueryParam("undone") != ""
	return s.render(c, http.StatusOK, "paper", page)
}

// citations returns a paper in each citation style.
func citations(p data.Paper) ([]citation, error) {
	all, err := export.CiteAll(p)
	if err != nil {
		return nil, err
	}
	var tabs []citation
	for _, c := range all {
		call := api.Cite.Call(api.OfPaper[export.Style]{ID: p.ID, Params: c.Style})
		tabs = append(tabs, citation{c, strings.TrimSuffix(api.Prefix+call.Path+"?"+call.Query.Encode(), "?")})
	}
	return tabs, nil
}

func (s *site) newPaperPage(p data.Paper) paperPage {
	page := paperPage{
		frame:         s.frame("paper", p.Title),
		Heading:       view.PlainSpans(p.Title),
		Facts:         view.NewFacts(p).WithLinks(),
		PDF:           p.PDF(),
		ExternalLinks: view.ExternalLinks(p),
		Signals:       view.NewSignals(p),
		IDs:           []view.Field{{Name: "Id", Value: string(p.ID)}},
		Reference:     view.Reference(p),
		SeedID:        p.ID,
	}
	page.ExternalLinks = slices.DeleteFunc(page.ExternalLinks, func(l view.Link) bool { return l.URL == page.PDF })
	page.OpenGraph = "article"
	page.Facts.Organization = p.Organization
	page.Facts.Featured, page.Facts.MoreFeatured = view.FeaturedLinks(p.FeaturedDays)
	page.Description = describePaper(p.Authors, p.Abstract)
	for _, paragraph := range view.Paragraphs(p.Abstract) {
		page.Abstract = append(page.Abstract, view.PlainSpans(paragraph))
	}
	page.Authors = view.AllAuthors(p)
	if n := len(page.Authors); n > unfoldedAuthors+1 { // a single hidden author would take as much room as its number
		page.Authors, page.HiddenAuthors = page.Authors[:unfoldedAuthors], page.Authors[unfoldedAuthors:]
	}
	shown := len(page.Authors) + len(page.HiddenAuthors)
	switch total := p.CountAuthors(); {
	case len(p.Authors) == 0 && total > 0:
		page.MoreAuthors = figures.Count(total, "author")
	case total > shown:
		page.MoreAuthors = "and " + figures.Thousands(total-shown) + " more"
	}
	if p.DOI != "" {
		page.IDs = append(page.IDs, view.Field{Name: "DOI", Value: p.DOI})
	}
	if p.CitationKey != "" {
		page.IDs = append(page.IDs, view.Field{Name: "Citation key", Value: p.CitationKey})
	}
	return page
}

// provenance returns what the panel of a paper shows.
func (s *site) provenance(ctx context.Context, p data.Paper) (view.Provenance, error) {
	explained, err := s.service.Library.Explain(ctx, p.ID)
	if err != nil {
		return view.Provenance{}, err
	}
	merges, err := s.service.Library.Merges(ctx, p.ID)
	if err != nil {
		return view.Provenance{}, err
	}
	v := view.Provenance{Summary: figures.Count(len(p.Sources), "source")}
	for _, f := range explained.Fields {
		v.Rows = append(v.Rows, view.NewFieldRow(f, p.Sources))
	}
	for i, source := range p.Sources {
		v.Sources = append(v.Sources, view.NewSourceNote(i, source, explained.Fields))
	}
	if n := len(explained.Warnings); n > 0 {
		v.Summary += ", " + figures.Count(n, "warning")
	}
	active := 0
	for _, m := range merges.Merges {
		if m.Stands() {
			active++
		}
		v.Merges = append(v.Merges, view.NewMergeNote(p.ID, m))
	}
	if active > 0 {
		v.Summary += ", " + figures.Count(active, "merge")
	}
	return v, nil
}
