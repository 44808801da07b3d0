package web

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"paperboy/api/similar"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data"
	"paperboy/index"
)

// similarPage is papers like several, unlike others, and like a text.
type similarPage struct {
	frame
	Text          string
	MaxTextLength int
	// Kept are the other parameters of the form.
	Kept    []field
	Notices []string
	// Similar is nil until something is asked.
	Similar *similarList
}

// maxPageText is how much text the page's form takes, in characters: what an
// address can carry. The API takes more.
const maxPageText = 8_000

// similar answers /similar.
func (s *site) similar(c echo.Context) error {
	p, notices, err := similar.Parse(c.QueryParams(), false)
	if err != nil {
		return err
	}
	page := similarPage{frame: s.frame("single", "Papers like these"), Text: p.Text, MaxTextLength: maxPageText, Notices: notices}
	rest := p
	rest.Text = ""
	for name, values := range rest.URLValues() {
		for _, v := range values {
			page.Kept = append(page.Kept, field{name, v})
		}
	}
	slices.SortFunc(page.Kept, func(a, b field) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value)) })
	if len(p.Like) > 0 || strings.TrimSpace(p.Text) != "" {
		list, err := s.similarList(c, steering{at: "/similar", p: p})
		if err != nil {
			return err
		}
		if err := s.addStars(c, list.Hits); err != nil {
			return err
		}
		page.Similar = &list
	}
	return s.render(c, http.StatusOK, "similar", page)
}

// similarList is similar papers: why, and what makes the list another.
type similarList struct {
	Lead string
	// Around is the address of the picture, "" where there is none.
	Around string
	// Seeds are the papers liked and unliked beside the page's own.
	Seeds     []seed
	Terms     []steeredTerm
	Varieties []view
	// Reset is the address of the list as it was at first, "" where it is.
	Reset string
	// Duplicates are the near-duplicates of the papers asked about.
	Duplicates []duplicate
	Hits       []hit
	Nothing    string
}

// seed is a paper that was asked about, and the address without it.
type seed struct {
	link
	Unliked bool
	Drop    string
}

// duplicate is a near-duplicate of another paper.
type duplicate struct {
	link
	Reason string
}

// steeredTerm is a word that makes the list, and the addresses that make it count
// more, as before, or not at all; "" where they would change nothing.
type steeredTerm struct {
	Term, ID string
	// Share is how much of the scores it makes, Factor how much heavier it was made.
	Share, Factor           string
	Struck                  bool
	Heavier, Before, Strike string
}

// shownSteered is how many words can be steered: two lines of a page.
const shownSteered = 14

// boostStep is by how much a word is made heavier at a time, maxBoost how heavy.
const boostStep, maxBoost = 2, 8

// varieties are what can be chosen between nearness and variety.
var varieties = []struct {
	words string
	value float64
}{{"Nearest", 0}, {"Varied", .3}, {"Most varied", .6}}

// steering is a question for similar papers as the address of a page says it.
type steering struct {
	at string // the page's path
	// own are papers liked that the path says already.
	own []data.ID
	p   similar.Params
}

// url is the address of the list after a change, which may write to the copy that
// it is given.
func (s steering) url(change func(*similar.Params)) string {
	p := s.p
	p.Like, p.Unlike = slices.Clone(p.Like), slices.Clone(p.Unlike)
	p.WithoutTerms, p.BoostTerms = slices.Clone(p.WithoutTerms), slices.Clone(p.BoostTerms)
	change(&p)
	if v := p.URLValues(); len(v) > 0 {
		return s.at + "?" + v.Encode() + "#similar"
	}
	return s.at + "#similar"
}

// similarList asks for what the address says. Its hits are still without stars.
func (s *site) similarList(c echo.Context, at steering) (similarList, error) {
	ctx := c.Request().Context()
	p := at.p
	p.Like = slices.Concat(at.own, p.Like)
	p.Limit, p.SharedTerms = similarPapers, index.MaxTerms
	a, err := s.service.Similar.Similar(ctx, p)
	if err != nil && api.ProblemOf(err).Code != "nothing_to_compare" {
		return similarList{}, err
	}
	list := similarList{Lead: "Ranked by the rare words that they share with what was asked.", Terms: at.terms(a), Varieties: at.varieties()}
	if len(at.own) > 0 {
		list.Lead, list.Around = "Ranked by the rare words that they share with this one.", at.at+api.NeighbourhoodSuffix
	}
	if s.isSteered(at) {
		list.Reset = at.url(func(p *similar.Params) {
			p.WithoutTerms, p.BoostTerms, p.Variety = nil, nil, 0
			if len(at.own) > 0 {
				p.Like, p.Unlike = nil, nil
			}
		})
	}
	if list.Seeds, err = s.seeds(c, at); err != nil {
		return similarList{}, err
	}
	list.Duplicates = newDuplicates(a.Duplicates)
	for _, h := range a.Hits {
		v := newSimilarHit(h)
		v.More = at.url(func(p *similar.Params) { p.Like = append(p.Like, h.ID) })
		v.Less = at.url(func(p *similar.Params) { p.Unlike = append(p.Unlike, h.ID) })
		list.Hits = append(list.Hits, v)
	}
	if len(list.Hits) == 0 {
		list.Nothing = "No other paper shares a telling word with what was asked."
		if len(at.own) > 0 {
			list.Nothing = "No other paper shares a telling word with this one."
		}
		if len(at.p.WithoutTerms) > 0 {
			list.Nothing = "Without the words struck out, no other paper shares a telling one."
		}
	}
	return list, nil
}

func (s *site) isSteered(at steering) bool {
	p := at.p
	return len(p.WithoutTerms)+len(p.BoostTerms) > 0 || p.Variety > 0 || len(at.own) > 0 && len(p.Like)+len(p.Unlike) > 0
}

// seeds are the papers of the address that its path does not say.
func (s *site) seeds(c echo.Context, at steering) ([]seed, error) {
	var seeds []seed
	add := func(ids []data.ID, unliked bool) error {
		for i, id := range ids {
			paper, err := s.service.Paper(c.Request().Context(), id)
			if err != nil {
				return err
			}
			drop := at.url(func(p *similar.Params) {
				if unliked {
					p.Unlike = slices.Delete(p.Unlike, i, i+1)
				} else {
					p.Like = slices.Delete(p.Like, i, i+1)
				}
			})
			seeds = append(seeds, seed{link{clip(paper.Title, 80), paperURL(paper.ID)}, unliked, drop})
		}
		return nil
	}
	if err := add(at.p.Like, false); err != nil {
		return nil, err
	}
	return seeds, add(at.p.Unlike, true)
}

func (at steering) varieties() []view {
	var views []view
	for _, v := range varieties {
		views = append(views, view{link{v.words, at.url(func(p *similar.Params) { p.Variety = v.value })}, v.value == at.p.Variety})
	}
	return views
}

// terms are the words that make the list, those that count most first, then those
// that were struck out.
func (at steering) terms(a similar.Answer) []steeredTerm {
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
	for _, b := range at.p.BoostTerms {
		if !slices.Contains(words, b.Term) {
			words = append(words, b.Term)
		}
	}
	var terms []steeredTerm
	for _, word := range words {
		terms = append(terms, at.term(word, percent(weights[word], all)))
	}
	for i, word := range at.p.WithoutTerms {
		terms = append(terms, steeredTerm{Term: word, ID: termID(word), Struck: true, Before: at.url(func(p *similar.Params) {
			p.WithoutTerms = slices.Delete(p.WithoutTerms, i, i+1)
		})})
	}
	return terms
}

func (at steering) term(word, share string) steeredTerm {
	factor := 1.
	for _, b := range at.p.BoostTerms {
		if b.Term == word {
			factor *= b.Factor
		}
	}
	boost := func(factor float64) string {
		return at.url(func(p *similar.Params) {
			p.BoostTerms = slices.DeleteFunc(p.BoostTerms, func(b similar.Boost) bool { return b.Term == word })
			if factor != 1 {
				p.BoostTerms = append(p.BoostTerms, similar.Boost{Term: word, Factor: factor})
			}
		})
	}
	t := steeredTerm{Term: word, ID: termID(word), Share: share, Strike: at.url(func(p *similar.Params) {
		p.BoostTerms = slices.DeleteFunc(p.BoostTerms, func(b similar.Boost) bool { return b.Term == word })
		p.WithoutTerms = append(p.WithoutTerms, word)
	})}
	if factor*boostStep <= maxBoost {
		t.Heavier = boost(factor * boostStep)
	}
	if factor != 1 {
		t.Factor, t.Before = "×"+strconv.FormatFloat(factor, 'g', 3, 64), boost(1)
	}
	return t
}

// termID names a word's place on the page, so that the focus stays there.
func termID(word string) string {
	h := fnv.New32a()
	h.Write([]byte(word))
	return fmt.Sprintf("term-%08x", h.Sum32())
}

func newDuplicates(list []similar.Duplicate) []duplicate {
	var views []duplicate
	for _, d := range list {
		views = append(views, duplicate{link{clip(d.Title, 80), paperURL(d.ID)}, d.Reason})
	}
	return views
}

// reasons are why a paper is similar, to one of two papers where With names it.
type reasons struct {
	With    string
	Reasons []reason
}

// reason is a word that two papers share, and its share of the score.
type reason struct{ Text, Share string }

// shownReasons is how many words say why a paper is similar: one line.
const shownReasons = 6

// newReasons are the heaviest words and, as one, the others: all of the score.
func newReasons(with string, r similar.Reasons) []reasons {
	v := reasons{With: with}
	others, rest := r.OtherTerms.Count, r.OtherTerms.Weight
	for i, t := range r.SharedTerms {
		if i < shownReasons {
			v.Reasons = append(v.Reasons, reason{t.Term, percent(t.Weight, r.Score)})
			continue
		}
		others, rest = others+1, rest+t.Weight
	}
	if others > 0 {
		v.Reasons = append(v.Reasons, reason{counted(others, "other"), percent(rest, r.Score)})
	}
	if len(v.Reasons) == 0 {
		return nil
	}
	return []reasons{v}
}

// percent is a part of a whole, "" where there is none.
func percent(part, whole float64) string {
	if !(whole > 0) {
		return ""
	}
	n := int(math.Round(100 * part / whole))
	if n == 0 && part > 0 {
		return "<1 %"
	}
	return strings.Replace(strconv.Itoa(n), "-", "−", 1) + " %"
}
