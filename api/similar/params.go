package similar

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"paperboy/api/fault"
	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/index"
	"paperboy/recommend"
)

// MaxTextLength is the maximum length of Params.Text, in characters.
const MaxTextLength = recommend.MaxTextLength

// Boost multiplies the weight of a term.
type Boost = recommend.Boost

// Tuning has the parameters that all requests for similar papers share.
type Tuning struct {
	// WithoutTerms are terms to ignore.
	WithoutTerms []string
	BoostTerms   []Boost
	// Variety trades similarity for variety: from 0, the most similar papers, to 1, those least
	// like each other.
	Variety float64
	// SharedTerms is the maximum number of terms that a hit names; 0 means DefaultSharedTerms.
	SharedTerms int
	// Limit is the maximum number of hits.
	Limit  int
	Filter index.Filter
	// Fields are the fields of each paper to return, from fields.Names. If nil, they are
	// fields.Default: all except observations and sources.
	Fields []string
}

// Params are the parameters of the endpoints for similar papers. At least one of Like and Text is
// required.
type Params struct {
	Like, Unlike []data.ID
	Text         string
	Tuning
}

// BetweenParams are the parameters of GET /between. Both papers are required.
type BetweenParams struct {
	A, B data.ID
	Tuning
}

// URLValues returns the parameters that Table reads as p, without those that have their default.
func (p Params) URLValues() url.Values { return Table.Values(&p) }

// URLValues returns the parameters that BetweenTable reads as p, without those that have their
// default.
func (p BetweenParams) URLValues() url.Values { return BetweenTable.Values(&p) }

// defaultLimit is the maximum number of hits if a request sets none.
const defaultLimit = 10

// defaultTuning has the values of the parameters that a request leaves out.
var defaultTuning = Tuning{SharedTerms: DefaultSharedTerms, Limit: defaultLimit}

// tuningRows are the parameters of a Tuning.
var tuningRows = slices.Concat(
	[]params.Param[Tuning]{
		params.Words("without_terms", "A term to ignore, as written in shared_terms of an answer, or any word in all its forms; repeatable.", func(t *Tuning) *[]string { return &t.WithoutTerms }),
		boostsParam(BoostTerms, "A factor for the weight of a term, as term:factor, or in JSON as an object: 0 removes the term, 0.5 halves its weight, and 10 is the maximum; repeatable. Several factors of a term are multiplied.", func(t *Tuning) *[]Boost { return &t.BoostTerms }),
		params.Number("variety", "Trades nearness for variety: from 0, the nearest papers, to 1, those least like each other. 0.3 makes a visible difference.", recommend.MaxVariety, func(t *Tuning) *float64 { return &t.Variety }),
		params.Int("shared_terms", "How many of a hit's shared terms to name, heaviest first; other_terms sums up the rest. 250 names all; 0 means 8.", 0, index.MaxTerms, func(t *Tuning) *int { return &t.SharedTerms }),
	},
	params.Lift(params.FilterRows, func(t *Tuning) *index.Filter { return &t.Filter }),
	[]params.Param[Tuning]{
		params.Int("limit", "How many hits, not counting near-duplicates.", 0, params.MaxLimit, func(t *Tuning) *int { return &t.Limit }),
		fields.Param(func(t *Tuning) *[]string { return &t.Fields }),
	},
)

// Table has the parameters of GET /papers/{id}/similar and POST /similar.
var Table = params.Table[Params]{
	Rows: slices.Concat(
		[]params.Param[Params]{
			params.IDs("like", "A paper that hits should be similar to; repeatable.", func(p *Params) *[]data.ID { return &p.Like }),
			likeAsID,
			params.IDs("unlike", "A paper that hits should not be similar to; repeatable.", func(p *Params) *[]data.ID { return &p.Unlike }),
			params.Text("text", "A text that hits should be similar to: an abstract, or a title, an empty line and an abstract.", MaxTextLength, func(p *Params) *string { return &p.Text }),
		},
		params.Lift(tuningRows, func(p *Params) *Tuning { return &p.Tuning }),
	),
	Defaults: Params{Tuning: defaultTuning},
}

// BetweenTable has the parameters of GET /between.
var BetweenTable = params.Table[BetweenParams]{
	Rows: params.Required(slices.Concat(
		[]params.Param[BetweenParams]{
			params.ID("a", "One paper. Required.", func(p *BetweenParams) *data.ID { return &p.A }),
			params.ID("b", "The other paper. Required.", func(p *BetweenParams) *data.ID { return &p.B }),
		},
		params.Lift(tuningRows, func(p *BetweenParams) *Tuning { return &p.Tuning }),
	), "a", "b"),
	Defaults: BetweenParams{Tuning: defaultTuning},
}

// BoostTerms is the name of the parameter that may be an object in JSON.
const BoostTerms = "boost_terms"

// likeAsID lets a link use id= for the one paper that it is about.
var likeAsID = func() params.Param[Params] {
	row := params.IDs("id", "Another name of like.", func(p *Params) *[]data.ID { return &p.Like })
	return params.Alias(row)
}()

// boostsParam takes values of the form term:factor. The last colon separates the two, because a
// term may contain one too.
func boostsParam[T any](name, doc string, at func(*T) *[]Boost) params.Param[T] {
	return params.Param[T]{
		Doc: params.Doc{
			Name: name, Text: doc, Repeat: true,
			Schema: map[string]any{"type": "string", "maxLength": params.MaxValueLength, "pattern": `^(.*\S.*:(\d(\.\d+)?|10(\.0+)?))?$`},
			Object: map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "number", "minimum": 0, "maximum": recommend.MaxBoost}},
		},
		Set: func(p *T, s string) *fault.Error {
			if problem := params.CheckValue(name, s, len(*at(p))); problem != nil {
				return problem
			}
			colon := strings.LastIndexByte(s, ':')
			if colon < 1 {
				return fault.New(fault.InvalidValue, name, "want a term and a factor, as in graph:2")
			}
			factor, err := strconv.ParseFloat(s[colon+1:], 64)
			if err != nil {
				return fault.New(fault.InvalidNumber, name, "want a number after the colon, as in graph:2")
			}
			if !(factor >= 0 && factor <= recommend.MaxBoost) {
				return fault.New(fault.OutOfRange, name, "want a factor of 0 to %d", recommend.MaxBoost)
			}
			*at(p) = append(*at(p), Boost{Term: s[:colon], Factor: factor})
			return nil
		},
		Get: func(p *T) []string {
			var boosts []string
			for _, b := range *at(p) {
				boosts = append(boosts, b.Term+":"+strconv.FormatFloat(b.Factor, 'g', -1, 64))
			}
			return boosts
		},
	}
}
