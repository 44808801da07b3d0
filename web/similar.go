package web

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/data/text"
	"paperboy/index"
	"paperboy/web/view"
)

// similarPage finds papers similar to several papers and a text, and unlike others.
type similarPage struct {
	frame
	// Like and Unlike add a paper.
	Like, Unlike  view.PaperBox
	Text          string
	MaxTextLength int
	// HiddenFields are the other parameters of the form.
	HiddenFields []view.Field
	Notices      []string
	// Similar is nil until the reader asks for something.
	Similar *similarList
}

// maxPageText is the limit of the text in the form, in characters: an address can't carry more.
// The API takes more.
const maxPageText = 8_000

// similar answers /similar. The form sends papers by their names, as add and avoid, which become ids
// in the address of the list.
func (s *site) similar(c echo.Context) error {
	asked := maps.Clone(c.QueryParams())
	like := view.PaperBox{Field: "add", Value: asked.Get("add"), MaxLength: search.MaxNameLength}
	unlike := view.PaperBox{Field: "avoid", Value: asked.Get("avoid"), MaxLength: search.MaxNameLength}
	asked.Del(like.Field)
	asked.Del(unlike.Field)
	p, notices, err := view.ReadParams(similar.Table, asked)
	if err != nil {
		return err
	}
	changed, err := s.addNamed(c, &p, &like, &unlike)
	if err != nil {
		return err
	}
	if changed && like.Names == nil && unlike.Names == nil {
		return c.Redirect(http.StatusSeeOther, steering{path: "/similar", params: p}.url(func(*similar.Params) {}))
	}
	page := similarPage{frame: s.frame("similar", ""), Like: like, Unlike: unlike, Text: p.Text, MaxTextLength: maxPageText, Notices: notices}
	rest := p
	rest.Text = ""
	for name, values := range rest.URLValues() {
		for _, v := range values {
			page.HiddenFields = append(page.HiddenFields, view.Field{Name: name, Value: v})
		}
	}
	slices.SortFunc(page.HiddenFields, func(a, b view.Field) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value)) })
	if len(p.Like) > 0 || strings.TrimSpace(p.Text) != "" {
		list, err := s.similarList(c, steering{path: "/similar", params: p})
		if err != nil {
			return err
		}
		if err := s.personalize(c, list.Hits); err != nil {
			return err
		}
		if len(list.Hits) > 0 {
			list.Display = readDisplay(c).views(c)
		}
		page.Similar = &list
	}
	return s.render(c, http.StatusOK, "similar", page)
}

// addNamed adds the papers named in the boxes to p, and reports whether p changed.
func (s *site) addNamed(c echo.Context, p *similar.Params, like, unlike *view.PaperBox) (changed bool, err error) {
	for _, one := range []struct {
		box *view.PaperBox
		ids func(*similar.Params) *[]data.ID
	}{
		{like, func(p *similar.Params) *[]data.ID { return &p.Like }},
		{unlike, func(p *similar.Params) *[]data.ID { return &p.Unlike }},
	} {
		add := func(p *similar.Params, id data.ID) {
			if ids := one.ids(p); !slices.Contains(*ids, id) {
				*ids = append(*ids, id)
			}
		}
		paper, err := s.namedPaper(c, one.box, func(id data.ID) string {
			return steering{path: "/similar", params: *p}.url(func(p *similar.Params) { add(p, id) })
		})
		if err != nil {
			return false, err
		}
		if paper != nil {
			add(p, paper.ID)
			one.box.Value, changed = "", true
		}
	}
	return changed, nil
}

// similarList is a list of similar papers, with the reasons and the links that change it.
type similarList struct {
	// Beside is true on the page of a paper, beside its abstract.
	Beside bool
	// Display is the choice of the view; nil beside an abstract.
	Display *view.Display
	Lead    string
	// Map is the address of the map; empty for none.
	Map string
	// Seeds are the papers liked and unliked, except for the page's own paper.
	Seeds     []seed
	Terms     []steeredTerm
	Varieties []view.OtherView
	// Reset is the address of the unchanged list; empty if it is unchanged.
	Reset string
	// Duplicates are the near-duplicates of the papers compared with.
	Duplicates []view.Duplicate
	Hits       []view.Hit
	Nothing    string
}

// seed is a paper compared with, and the address of the list without it.
type seed struct {
	view.Link
	Unliked bool
	Drop    string
}

// steeredTerm is a word that the list is based on, and the addresses of the list with the word
// boosted, reset or removed; an address that would change nothing is empty.
type steeredTerm struct {
	Term, ID string
	// Share is the word's share of all scores, Factor its boost.
	Share, Factor        string
	Removed              bool
	Boost, Reset, Remove string
}

// shownSteered is how many words can be changed: two lines of a page.
const shownSteered = 14

// boostStep is the factor of one boost, maxBoost the limit.
const boostStep, maxBoost = 2, 8

// varieties are the choices between similarity and variety.
var varieties = []struct {
	words string
	value float64
}{{"Most similar", 0}, {"Varied", .3}, {"Most varied", .6}}

// steering is the address of a list of similar papers, which holds all choices of the reader.
type steering struct {
	path string // of the page
	// pathIDs are the papers liked that the path already names.
	pathIDs []data.ID
	params  similar.Params
	// place are the parameters that say where the reader came from.
	place url.Values
}

// url returns the address of the list after a change. change may modify its argument, which is a
// copy.
func (s steering) url(change func(*similar.Params)) string {
	p := s.params
	p.Like, p.Unlike = slices.Clone(p.Like), slices.Clone(p.Unlike)
	p.WithoutTerms, p.BoostTerms = slices.Clone(p.WithoutTerms), slices.Clone(p.BoostTerms)
	change(&p)
	v := p.URLValues()
	maps.Copy(v, s.place)
	if len(v) > 0 {
		return s.path + "?" + v.Encode() + "#similar"
	}
	return s.path + "#similar"
}

// similarList finds the similar papers. The caller adds the stars.
func (s *site) similarList(c echo.Context, q steering) (similarList, error) {
	ctx := c.Request().Context()
	p := q.params
	p.Like = slices.Concat(q.pathIDs, p.Like)
	p.Limit, p.SharedTerms = similarPapers, index.MaxTerms
	a, err := s.service.Similar.Similar(ctx, p)
	if err != nil && api.ProblemOf(err).Code != fault.NothingToCompare {
		return similarList{}, err
	}
	list := similarList{Lead: "Ranked by the distinctive words they share with your text or papers.", Terms: q.terms(a), Varieties: q.varieties()}
	if len(q.pathIDs) > 0 {
		list.Beside = true
		list.Lead, list.Map = "Ranked by the distinctive words they share with this paper.", q.path+api.NeighbourhoodSuffix
	}
	if s.isSteered(q) {
		list.Reset = q.url(func(p *similar.Params) {
			p.WithoutTerms, p.BoostTerms, p.Variety = nil, nil, 0
			if len(q.pathIDs) > 0 {
				p.Like, p.Unlike = nil, nil
			}
		})
	}
	if list.Seeds, err = s.seeds(c, q); err != nil {
		return similarList{}, err
	}
	list.Duplicates = view.NewDuplicates(a.Duplicates)
	for _, h := range a.Hits {
		v := view.NewSimilarHit(h)
		if list.Beside && v.PDF != "" {
			v.ExternalLinks = nil // there is no room for them: the paper's own page has them
		}
		v.More = q.url(func(p *similar.Params) { p.Like = append(p.Like, h.ID) })
		v.Less = q.url(func(p *similar.Params) { p.Unlike = append(p.Unlike, h.ID) })
		list.Hits = append(list.Hits, v)
	}
	own := q
	own.place = nil
	in, _, _ := strings.Cut(own.url(func(*similar.Params) {}), "#")
	addPlaces(list.Hits, view.Origin{In: in}, 1)
	if len(list.Hits) == 0 {
		list.Nothing = "No similar papers: no distinctive words in common."
		if len(q.params.WithoutTerms) > 0 {
			list.Nothing = "No similar papers without the words you removed."
		}
	}
	return list, nil
}

func (s *site) isSteered(q steering) bool {
	p := q.params
	return len(p.WithoutTerms)+len(p.BoostTerms) > 0 || p.Variety > 0 || len(q.pathIDs) > 0 && len(p.Like)+len(p.Unlike) > 0
}

// seeds returns the papers in the query of the address, not the one in its path.
func (s *site) seeds(c echo.Context, q steering) ([]seed, error) {
	var seeds []seed
	add := func(ids []data.ID, unliked bool) error {
		for i, id := range ids {
			paper, err := s.service.Library.Paper(c.Request().Context(), id)
			if err != nil {
				return err
			}
			drop := q.url(func(p *similar.Params) {
				if unliked {
					p.Unlike = slices.Delete(p.Unlike, i, i+1)
				} else {
					p.Like = slices.Delete(p.Like, i, i+1)
				}
			})
			seeds = append(seeds, seed{view.Link{Text: text.ClipWords(paper.Title, 80), URL: view.PaperURL(paper.ID)}, unliked, drop})
		}
		return nil
	}
	if err := add(q.params.Like, false); err != nil {
		return nil, err
	}
	return seeds, add(q.params.Unlike, true)
}

func (q steering) varieties() []view.OtherView {
	var views []view.OtherView
	for _, v := range varieties {
		views = append(views, view.OtherView{Link: view.Link{Text: v.words, URL: q.url(func(p *similar.Params) { p.Variety = v.value })}, Current: v.value == q.params.Variety})
	}
	return views
}

// terms returns the words that the list is based on, those with the largest share first, then the
// removed words.
func (q steering) terms(a similar.Answer) []steeredTerm {
	weights, all := map[string]float64{}, 0.
	for _, h := range a.Hits {
		all += h.Score
		for _, t := range h.SharedTerms {
			weights[t.Term] += t.Weight
		}
	}
	var words []string
	for term := range weights {
		words = append(words, term)
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a, b)) })
	words = words[:min(len(words), shownSteered)]
	for _, b := range q.params.BoostTerms {
		if !slices.Contains(words, b.Term) {
			words = append(words, b.Term)
		}
	}
	var terms []steeredTerm
	for _, word := range words {
		terms = append(terms, q.term(word, view.Percent(weights[word], all)))
	}
	for i, word := range q.params.WithoutTerms {
		terms = append(terms, steeredTerm{Term: word, ID: termID(word), Removed: true, Reset: q.url(func(p *similar.Params) {
			p.WithoutTerms = slices.Delete(p.WithoutTerms, i, i+1)
		})})
	}
	return terms
}

func (q steering) term(word, share string) steeredTerm {
	factor := 1.
	for _, b := range q.params.BoostTerms {
		if b.Term == word {
			factor *= b.Factor
		}
	}
	boost := func(factor float64) string {
		return q.url(func(p *similar.Params) {
			p.BoostTerms = slices.DeleteFunc(p.BoostTerms, func(b similar.Boost) bool { return b.Term == word })
			if factor != 1 {
				p.BoostTerms = append(p.BoostTerms, similar.Boost{Term: word, Factor: factor})
			}
		})
	}
	t := steeredTerm{Term: word, ID: termID(word), Share: share, Remove: q.url(func(p *similar.Params) {
		p.BoostTerms = slices.DeleteFunc(p.BoostTerms, func(b similar.Boost) bool { return b.Term == word })
		p.WithoutTerms = append(p.WithoutTerms, word)
	})}
	if factor*boostStep <= maxBoost {
		t.Boost = boost(factor * boostStep)
	}
	if factor != 1 {
		t.Factor, t.Reset = "×"+strconv.FormatFloat(factor, 'g', 3, 64), boost(1)
	}
	return t
}

// termID returns the id of a word's element, which keeps the focus when the list is replaced.
func termID(word string) string {
	h := fnv.New32a()
	h.Write([]byte(word))
	return fmt.Sprintf("term-%08x", h.Sum32())
}
