package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/web/graph"
	"paperboy/web/view"
)

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
	return s.render(c, http.StatusOK, "map", page)
}

// neighbourhoodURL returns the address of a paper's map.
func neighbourhoodURL(id data.ID, p similar.NeighbourhoodParams) string {
	address := view.PaperURL(id) + api.NeighbourhoodSuffix
	if v := p.URLValues(); len(v) > 0 {
		address += "?" + v.Encode()
	}
	return address
}

func (s *site) newNeighbourhoodPage(a similar.NeighbourhoodAnswer, params similar.NeighbourhoodParams) mapPage {
	id := a.Paper.ID
	page := mapPage{
		frame:   s.frame("map", "Map of papers similar to "+a.Paper.Title),
		Heading: a.Paper.Title,
		Back:    view.Link{Text: "Back to the paper", URL: view.PaperURL(id)},
		Order:   "Most similar first",
		Nothing: "No similar papers: no distinctive words in common.",
	}
	wide := similar.NeighbourhoodParams{N: params.N}
	if len(params.URLValues()) > len(wide.URLValues()) {
		page.Filtered = neighbourhoodURL(id, wide)
		page.Nothing = "No similar papers match the filters."
	}
	if len(a.Hits) >= neighbourhoodSizes[0] {
		for _, n := range neighbourhoodSizes {
			p := params
			p.N = n
			page.Sizes = append(page.Sizes, view.OtherView{Link: view.Link{Text: strconv.Itoa(n), URL: neighbourhoodURL(id, p)}, Current: n == params.N})
		}
	}
	if len(a.Hits) == 0 {
		return page
	}
	g := graph.Graph{Papers: []data.Paper{a.Paper.Paper}, HasSeed: true}
	scores := []float64{a.Hits[0].Score}
	for _, h := range a.Hits {
		g.Papers, scores = append(g.Papers, h.Paper.Paper), append(scores, h.Score)
	}
	page.draw(g, scores, a.Links)
	for i, h := range a.Hits {
		page.Papers[i+1].Similarity = formatSimilarity(h.Score)
		page.Papers[i+1].Reasons = view.NewReasons("", h.Reasons)
	}
	return page
}

// formatSimilarity formats a score, which is about a cosine.
func formatSimilarity(score float64) string { return strconv.FormatFloat(score, 'f', 2, 64) }

// pathID returns the id in the address, after /papers/ and without suffix: as written there, and
// parsed. Slashes and percent signs may be escaped or not.
func pathID(c echo.Context, suffix string) (asked string, id data.ID, err error) {
	return idInPath(c, "/papers/", suffix)
}

// idInPath returns the id between a prefix and a suffix of the path, as asked and parsed.
func idInPath(c echo.Context, prefix, suffix string) (asked string, id data.ID, err error) {
	escaped := strings.TrimPrefix(c.Request().URL.EscapedPath(), prefix)
	if asked, err = url.PathUnescape(strings.TrimSuffix(escaped, suffix)); err != nil {
		return "", "", echo.ErrNotFound
	}
	if id, err = data.ParseID(asked); err != nil {
		return "", "", echo.ErrNotFound
	}
	return asked, id, nil
}
