package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"paperboy/api/export"
	"paperboy/api/search"
	"paperboy/api/similar"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data"
)

// paperPage is one paper, and the papers like it.
type paperPage struct {
	frame
	Citation    []field
	Article     scholarlyArticle
	Heading     []span
	Star        *star
	Authors     []link
	MoreAuthors string
	Facts       facts
	Abstract    [][]span
	Out         []link
	IDs         []field
	BibTeX      string
	Similar     similarList
	// AsID stands in the form that joins this paper with another.
	AsID       data.ID
	Provenance provenance
}

// similarPapers is how many similar papers a page shows.
const similarPapers = 10

// paperOrNeighbourhood answers /papers/{id} and /papers/{id}/neighbourhood: an id may
// hold slashes, so one route takes both. One that ends in the word is sent with its
// slash as %2F.
func (s *site) paperOrNeighbourhood(c echo.Context) error {
	if strings.HasSuffix(c.Request().URL.EscapedPath(), api.NeighbourhoodSuffix) {
		return s.neighbourhood(c)
	}
	return s.paper(c)
}

// paper answers /papers/{id}. An id in another spelling, or of a paper that was
// merged, leads to the canonical one.
func (s *site) paper(c echo.Context) error {
	asked, id, err := pathID(c, "")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	p, err := s.service.Paper(ctx, id)
	if err != nil {
		return err
	}
	if string(p.ID) != asked {
		to := url.URL{RawQuery: c.Request().URL.RawQuery}
		return c.Redirect(http.StatusFound, paperURL(p.ID)+to.String())
	}
	page := s.newPaperPage(p)
	var bibtex bytes.Buffer
	if err := s.service.Search.Export(ctx, byID(p.ID), export.BibTeX, &bibtex); err != nil {
		return err
	}
	page.BibTeX = strings.TrimSpace(bibtex.String())
	steered, _, err := similar.Parse(c.QueryParams(), false)
	if err != nil {
		return err
	}
	if page.Similar, err = s.similarList(c, steering{at: paperURL(p.ID), own: []data.ID{p.ID}, p: steered}); err != nil {
		return err
	}
	starred := append([]hit{{ID: p.ID, PlainTitle: p.Title}}, page.Similar.Hits...)
	if err := s.addStars(c, starred); err != nil {
		return err
	}
	page.Star, page.Similar.Hits = starred[0].Star, starred[1:]
	if page.Provenance, err = s.provenance(ctx, p); err != nil {
		return err
	}
	page.Provenance.Open = c.QueryParam("undone") != ""
	return s.render(c, http.StatusOK, "paper", page)
}

func byID(id data.ID) search.Params { return unfiltered(`id:"` + string(id) + `"`) }

func (s *site) newPaperPage(p data.Paper) paperPage {
	page := paperPage{
		frame:    s.frame("single", p.Title),
		Citation: citation(p),
		Article:  newScholarlyArticle(p),
		Heading:  plain(p.Title),
		Facts:    newFacts(p).linked(),
		Out:      linksOut(p),
		IDs:      []field{{"Paperboy", string(p.ID)}},
		AsID:     p.ID,
	}
	if day := dateWords(p.Featured); day != "" {
		page.Facts.Counts = append(page.Facts.Counts, "featured "+day)
	}
	for _, paragraph := range paragraphs(p.Abstract) {
		page.Abstract = append(page.Abstract, plain(paragraph))
	}
	for _, name := range p.Authors {
		page.Authors = append(page.Authors, link{name, searchURL(unfiltered(`author:"` + strings.ReplaceAll(name, `"`, "") + `"`))})
	}
	switch total := authorCount(p); {
	case len(p.Authors) == 0 && total > 0:
		page.MoreAuthors = counted(total, "author")
	case total > len(p.Authors):
		page.MoreAuthors = "and " + strconv.Itoa(total-len(p.Authors)) + " more"
	}
	if p.DOI != "" {
		page.IDs = append(page.IDs, field{"DOI", p.DOI})
	}
	return page
}

// paragraphs are an abstract's, parted by empty lines.
func paragraphs(s string) []string {
	var ps []string
	for p := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			ps = append(ps, p)
		}
	}
	return ps
}

// venueTag is the name of the tag for a paper's venue.
func venueTag(p data.Paper) string {
	if p.ID.Scheme() == data.SchemeACL {
		return "citation_conference_title"
	}
	return "citation_journal_title"
}

// citation are the tags by which reference managers know a paper (Highwire
// Press, as Google Scholar reads them).
func citation(p data.Paper) []field {
	tags := []field{{"citation_title", p.Title}}
	for _, name := range p.Authors {
		tags = append(tags, field{"citation_author", name})
	}
	if !p.Date.IsZero() {
		tags = append(tags, field{"citation_publication_date", strings.ReplaceAll(p.Date.String(), "-", "/")})
	}
	if p.Venue != "" {
		tags = append(tags, field{venueTag(p), p.Venue})
	}
	if p.DOI != "" {
		tags = append(tags, field{"citation_doi", p.DOI})
	}
	if p.Abstract != "" {
		tags = append(tags, field{"citation_abstract", p.Abstract})
	}
	if len(p.Categories) > 0 {
		tags = append(tags, field{"citation_keywords", strings.Join(p.Categories, "; ")})
	}
	if scheme, rest, _ := strings.Cut(string(p.ID), ":"); scheme == "arxiv" {
		tags = append(tags, field{"citation_arxiv_id", rest})
	}
	return tags
}
