package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/lists"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/web/graph"
	"paperboy/web/view"
)

// mapPage is a map of papers with the same papers as a list beside it: those similar to a paper, the
// first that a search finds, or those of a reading list.
type mapPage struct {
	frame
	// Box is the form that starts from a paper. It is the whole page before a paper is chosen.
	Box     view.PaperBox
	Heading string
	// Back leads to what the map is made from.
	Back view.Link
	// Order says how the papers are ordered, which is also how near they are to the line.
	Order string
	// Wide and Narrow are the map for wide screens and for phones; nil if there is nothing to draw.
	Wide, Narrow *graph.Picture
	// Ages are the colours of the map, the oldest first.
	Ages []int
	// Notices say which parts of the address were not understood.
	Notices  []string
	Sizes    []view.OtherView
	Filtered string
	Nothing  string
	// Papers are the papers in their order.
	Papers []mapPaper
}

// mapPaper is a paper in the list, with links to the papers that it is similar to.
type mapPaper struct {
	Anchor string
	// Number is the paper's number in the list; empty for the paper that the map is about.
	Number                   string
	URL, MapURL              string
	Title                    []view.Span
	PlainTitle, Byline, Date string
	Similarity               string
	Abstract                 []view.Span
	PDF                      string
	Reasons                  []view.Reasons
	Linked                   []view.Link
}

// shownOnMap is how many papers a map shows of a search or a list.
const shownOnMap = similar.DefaultNeighbours

// mapPath follows the address of a list in that of its map.
const mapPath = "/map"

// mapAbstract is the maximum length of an abstract in the list, in characters: the abstracts of 60
// papers have to fit into a page.
const mapAbstract = 600

// startMap answers /map: a form that leads to the map of a paper.
func (s *site) startMap(c echo.Context) error {
	page := mapPage{frame: s.frame("map", ""), Heading: "Map of similar papers"}
	page.Box = view.PaperBox{Field: "paper", Value: c.QueryParam("paper"), MaxLength: search.MaxNameLength, Required: true}
	paper, err := s.namedPaper(c, &page.Box, mapURL)
	if err != nil {
		return err
	}
	if paper != nil {
		return c.Redirect(http.StatusSeeOther, mapURL(paper.ID))
	}
	return s.render(c, http.StatusOK, "map", page)
}

// mapURL returns the address of a paper's map.
func mapURL(id data.ID) string {
	return neighbourhoodURL(id, similar.NeighbourhoodParams{N: similar.DefaultNeighbours})
}

// searchMap answers /search/map: a map of the first papers that a search finds.
func (s *site) searchMap(c echo.Context) error {
	p, notices, err := view.ReadSearch(c.QueryParams())
	if err != nil {
		return err
	}
	shown := p
	shown.Limit, shown.Offset, shown.Cursor, shown.Facets = shownOnMap, 0, "", nil
	a, err := s.service.Search.Search(c.Request().Context(), shown)
	if err != nil {
		return err
	}
	page := mapPage{
		frame: s.frame("map", "Map of "+cmp.Or(p.Q, "all papers")), Heading: "All papers",
		Back:  view.Link{Text: "Back to the results", URL: view.SearchURL(p)},
		Order: "In the order of the results", Notices: slices.Concat(notices, a.Query.Notices), Nothing: "No papers match.",
	}
	if p.Q != "" {
		page.Heading, page.Query = "“"+p.Q+"”", p.Q
	}
	if a.Total > len(a.Hits) {
		page.Order = fmt.Sprintf("The first %d of %s", len(a.Hits), figures.Count(a.Total, "paper"))
	}
	var g graph.Graph
	var scores []float64
	for _, h := range a.Hits {
		g.Papers, scores = append(g.Papers, h.Paper.Paper), append(scores, h.Score)
	}
	page.draw(g, scores, similar.LinksAmong(g.Papers))
	return s.render(c, http.StatusOK, "map", page)
}

// searchMapURL returns the address of the map of a search.
func searchMapURL(p search.Params) string {
	p.Limit, p.Offset, p.Cursor = 0, 0, ""
	return strings.TrimSuffix("/search/map?"+p.URLValues().Encode(), "?")
}

// listMap answers /lists/{key}/map: a map of the papers added last to a reading list.
func (s *site) listMap(c echo.Context) error {
	key := listKey(c)
	a, err := s.service.Lists.Papers(c.Request().Context(), key, lists.Params{Limit: shownOnMap})
	if err != nil {
		return err
	}
	page := mapPage{
		frame: s.frame("map", "Map of "+a.List.Name), Heading: a.List.Name,
		Back:  view.Link{Text: "Back to the list", URL: listURL(key)},
		Order: "Added last first", Nothing: "A map needs at least two papers. Add papers to the list first.",
	}
	if a.Total > len(a.Papers) {
		page.Order = fmt.Sprintf("The last %d of %s", len(a.Papers), figures.Count(a.Total, "paper"))
	}
	var g graph.Graph
	for _, p := range a.Papers {
		g.Papers = append(g.Papers, p.Paper.Paper)
	}
	links := similar.LinksAmong(g.Papers)
	page.draw(g, closeness(g.Papers, links), links)
	return s.render(c, http.StatusOK, "map", page)
}

// closeness returns how similar each paper is to the others: the sum of its links' cosines.
func closeness(papers []data.Paper, links []similar.Link) []float64 {
	sums := map[data.ID]float64{}
	for _, l := range links {
		sums[l.Source] += l.Cosine
		sums[l.Target] += l.Cosine
	}
	scores := make([]float64, len(papers))
	for i, p := range papers {
		scores[i] = sums[p.ID]
	}
	return scores
}

// sizesOf spreads scores over the sizes of a graph, from 0 for the lowest to 1 for the highest.
func sizesOf(scores []float64) []float64 {
	lowest, highest := slices.Min(scores), slices.Max(scores)
	sizes := make([]float64, len(scores))
	for i, s := range scores {
		if sizes[i] = 1; highest > lowest {
			sizes[i] = (s - lowest) / (highest - lowest)
		}
	}
	return sizes
}

// draw fills the page with the map of g and the list. g has its papers; the rest is added here. The
// higher a paper's score, the larger its circle.
func (page *mapPage) draw(g graph.Graph, scores []float64, links []similar.Link) {
	if len(g.Papers) == 0 {
		return
	}
	g.Sizes = sizesOf(scores)
	first := 1
	if g.HasSeed {
		first = 0
	}
	g.Labels = graph.Labels(g.Papers, first)
	at := map[data.ID]int{}
	for i, p := range g.Papers {
		at[p.ID] = i
	}
	for _, l := range links {
		g.Links = append(g.Links, graph.Link{From: at[l.Source], To: at[l.Target], Cosine: l.Cosine})
	}
	page.Wide, page.Narrow = graph.Draw(g, graph.Wide), graph.Draw(g, graph.Narrow)
	for age := range graph.Ages {
		page.Ages = append(page.Ages, age+1)
	}
	page.Papers = make([]mapPaper, len(g.Papers))
	for i, p := range g.Papers {
		page.Papers[i] = mapPaper{
			Anchor: mapAnchor(i), Number: strconv.Itoa(first + i), URL: view.PaperURL(p.ID), MapURL: mapURL(p.ID),
			Title: view.PlainSpans(p.Title), PlainTitle: p.Title, Byline: view.Byline(p), Date: view.DateOrUnknown(p.Date),
			Abstract: view.Beginning(p.Abstract, mapAbstract), PDF: p.PDF(),
		}
	}
	name := func(i int) string { return fmt.Sprintf("%d %s", first+i, g.Labels[i]) }
	if g.HasSeed {
		page.Papers[0].Number, page.Papers[0].MapURL = "", ""
		others := name
		name = func(i int) string {
			if i == 0 {
				return "this paper"
			}
			return others(i)
		}
	}
	for _, l := range g.Links {
		from, to := &page.Papers[l.From], &page.Papers[l.To]
		from.Linked = append(from.Linked, view.Link{Text: name(l.To), URL: "#" + mapAnchor(l.To)})
		to.Linked = append(to.Linked, view.Link{Text: name(l.From), URL: "#" + mapAnchor(l.From)})
	}
}

// mapAnchor returns the anchor of the i-th paper in the list.
func mapAnchor(i int) string { return "paper-" + strconv.Itoa(i) }

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
