package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"paperboy/web/view"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/similar"
	"paperboy/data"
)

// neighbourhoodPage is a map of the papers similar to one paper, and the same papers as a list.
type neighbourhoodPage struct {
	frame
	Heading string
	URL     string
	Graph   *view.Graph
	// Notices say which parts of the address were not understood.
	Notices    []string
	Sizes      []view.OtherView
	Filtered   string
	Nothing    string
	Seed       neighbour
	Neighbours []neighbour
}

// neighbour is a paper of the list, with links to the papers that it is similar to.
type neighbour struct {
	Anchor, URL, Title, Byline string
	Date                       string
	Similarity                 string
	Reasons                    []view.Reasons
	Linked                     []view.Link
}

// neighbourhoodSizes are the choices of how many papers to show.
var neighbourhoodSizes = []int{15, similar.DefaultNeighbours, similar.MaxNeighbours}

// neighbourhood answers /papers/{id}/neighbourhood.
func (s *site) neighbourhood(c echo.Context) error {
	asked, id, err := pathID(c, api.NeighbourhoodSuffix)
	if err != nil {
		return err
	}
	params, notices, err := view.ReadParams(similar.NeighbourhoodTable, c.QueryParams())
	if err != nil {
		return err
	}
	params.Fields = nil
	a, err := s.service.Similar.Neighbourhood(c.Request().Context(), id, params)
	if err != nil {
		return err
	}
	if id := a.Paper.ID; string(id) != asked {
		return c.Redirect(http.StatusFound, neighbourhoodURL(id, params))
	}
	page := s.newNeighbourhoodPage(a, params)
	page.Notices = notices
	return s.render(c, http.StatusOK, "neighbourhood", page)
}

// neighbourhoodURL returns the address of a paper's map.
func neighbourhoodURL(id data.ID, p similar.NeighbourhoodParams) string {
	address := view.PaperURL(id) + api.NeighbourhoodSuffix
	if v := p.URLValues(); len(v) > 0 {
		address += "?" + v.Encode()
	}
	return address
}

func (s *site) newNeighbourhoodPage(a similar.NeighbourhoodAnswer, params similar.NeighbourhoodParams) neighbourhoodPage {
	id := a.Paper.ID
	page := neighbourhoodPage{
		frame:   s.frame("neighbourhood", "Map of papers similar to "+a.Paper.Title),
		Heading: a.Paper.Title,
		URL:     view.PaperURL(id),
		Nothing: "No similar papers: no distinctive words in common.",
	}
	wide := similar.NeighbourhoodParams{N: params.N}
	if len(params.URLValues()) > len(wide.URLValues()) {
		page.Filtered = neighbourhoodURL(id, wide)
		page.Nothing = "No similar papers match the filters."
	}
	papers, bonds := view.GraphPapers(a), view.NewNodeLinks(a)
	names := make([]string, len(papers))
	for i, p := range papers {
		names[i] = view.NodeLabel(p)
	}
	page.Graph = view.NewGraph(a, names, bonds)
	if len(a.Hits) >= neighbourhoodSizes[0] {
		for _, n := range neighbourhoodSizes {
			p := params
			p.N = n
			page.Sizes = append(page.Sizes, view.OtherView{Link: view.Link{Text: strconv.Itoa(n), URL: neighbourhoodURL(id, p)}, Current: n == params.N})
		}
	}
	list := make([]neighbour, len(papers))
	for i, p := range papers {
		list[i] = neighbour{Anchor: listAnchor(i), URL: view.PaperURL(p.ID), Title: p.Title, Byline: view.Byline(p), Date: view.DateOrUnknown(p.Date)}
		if i > 0 {
			h := a.Hits[i-1]
			list[i].Similarity = formatSimilarity(h.Score)
			list[i].Reasons = view.NewReasons("", h.Reasons)
			page.Graph.Nodes[i].Title += ", similarity " + list[i].Similarity
		}
	}
	for _, b := range bonds {
		list[b.From].Linked = append(list[b.From].Linked, view.Link{Text: numberedLabel(b.To, names), URL: "#" + listAnchor(b.To)})
		list[b.To].Linked = append(list[b.To].Linked, view.Link{Text: numberedLabel(b.From, names), URL: "#" + listAnchor(b.From)})
	}
	page.Seed, page.Neighbours = list[0], list[1:]
	return page
}

// listAnchor returns the anchor of the i-th paper in the list.
func listAnchor(i int) string { return "paper-" + strconv.Itoa(i) }

// numberedLabel returns the label of the i-th paper, with its number in the list.
func numberedLabel(i int, names []string) string {
	if i == 0 {
		return "this paper"
	}
	return fmt.Sprintf("%d %s", i, names[i])
}

// formatSimilarity formats a score, which is about a cosine.
func formatSimilarity(score float64) string { return strconv.FormatFloat(score, 'f', 2, 64) }

// pathID returns the id in the address, after /papers/ and without suffix: as written there, and
// parsed. Slashes and percent signs may be escaped or not.
func pathID(c echo.Context, suffix string) (asked string, id data.ID, err error) {
	escaped := strings.TrimPrefix(c.Request().URL.EscapedPath(), "/papers/")
	if asked, err = url.PathUnescape(strings.TrimSuffix(escaped, suffix)); err != nil {
		return "", "", echo.ErrNotFound
	}
	if id, err = data.ParseID(asked); err != nil {
		return "", "", echo.ErrNotFound
	}
	return asked, id, nil
}
