package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"paperboy/api/similar"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data"
)

// neighbourhoodPage draws a paper among those like it, and says the same as a list.
type neighbourhoodPage struct {
	frame
	Heading string
	URL     string
	Graph   *graph
	// Notices say what of the address was not understood.
	Notices    []string
	Sizes      []view
	Filtered   string
	Nothing    string
	Seed       neighbour
	Neighbours []neighbour
}

// neighbour is a paper of the list, and the others that are like it.
type neighbour struct {
	Anchor, URL, Title, Byline string
	Date                       string
	Similarity                 string
	Why                        []reasons
	Linked                     []link
}

// neighbourhoodSizes are the choices of how many papers are drawn.
var neighbourhoodSizes = []int{15, similar.DefaultNeighbours, similar.MaxNeighbours}

// neighbourhood answers /papers/{id}/neighbourhood.
func (s *site) neighbourhood(c echo.Context) error {
	asked, id, err := pathID(c, api.NeighbourhoodSuffix)
	if err != nil {
		return err
	}
	params, notices, err := similar.ParseNeighbourhood(c.QueryParams(), false)
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

// neighbourhoodURL is the address of the page that draws what is around a paper.
func neighbourhoodURL(id data.ID, p similar.NeighbourhoodParams) string {
	address := paperURL(id) + api.NeighbourhoodSuffix
	if v := p.URLValues(); len(v) > 0 {
		address += "?" + v.Encode()
	}
	return address
}

func (s *site) newNeighbourhoodPage(a similar.NeighbourhoodAnswer, params similar.NeighbourhoodParams) neighbourhoodPage {
	id := a.Paper.ID
	page := neighbourhoodPage{
		frame:   s.frame("single", "Around "+a.Paper.Title),
		Heading: a.Paper.Title,
		URL:     paperURL(id),
		Nothing: "No other paper shares a telling word with this one.",
	}
	wide := similar.NeighbourhoodParams{N: params.N}
	if len(params.URLValues()) > len(wide.URLValues()) {
		page.Filtered = neighbourhoodURL(id, wide)
		page.Nothing = "No other paper that passes the filters shares a telling word with this one."
	}
	papers, bonds := neighbours(a), bondsOf(a)
	names := make([]string, len(papers))
	for i, p := range papers {
		names[i] = shortName(p)
	}
	page.Graph = newGraph(a, names, bonds)
	if len(a.Hits) >= neighbourhoodSizes[0] {
		for _, n := range neighbourhoodSizes {
			p := params
			p.N = n
			page.Sizes = append(page.Sizes, view{link{strconv.Itoa(n), neighbourhoodURL(id, p)}, n == params.N})
		}
	}
	list := make([]neighbour, len(papers))
	for i, p := range papers {
		list[i] = neighbour{Anchor: anchor(i), URL: paperURL(p.ID), Title: p.Title, Byline: byline(p), Date: dateOrUnknown(p.Date)}
		if i > 0 {
			h := a.Hits[i-1]
			list[i].Similarity = similarity(h.Score)
			list[i].Why = newReasons("", h.Reasons)
			page.Graph.Nodes[i].Title += ", similarity " + list[i].Similarity
		}
	}
	for _, b := range bonds {
		list[b.from].Linked = append(list[b.from].Linked, link{placed(b.to, names), "#" + anchor(b.to)})
		list[b.to].Linked = append(list[b.to].Linked, link{placed(b.from, names), "#" + anchor(b.from)})
	}
	page.Seed, page.Neighbours = list[0], list[1:]
	return page
}

// anchor is where in the list a paper stands.
func anchor(i int) string { return "paper-" + strconv.Itoa(i) }

// placed is a paper's name with its number in the list.
func placed(i int, names []string) string {
	if i == 0 {
		return "this paper"
	}
	return fmt.Sprintf("%d %s", i, names[i])
}

// similarity writes a score, which is nearly a cosine.
func similarity(score float64) string { return strconv.FormatFloat(score, 'f', 2, 64) }

// pathID is the id behind /papers/ of the address without suffix, as it was asked for
// and as it is read. Slashes and percent signs come as they are.
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
