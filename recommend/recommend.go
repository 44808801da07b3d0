// Package recommend finds papers like others, and says why they are alike.
//
// The papers liked and unliked and the text of a Request become one query vector of stems
// (profile.go), in which the reader may boost terms or remove them. The engine
// (index.SimilarRequest) ranks papers by it. Near-duplicates are collapsed (duplicates.go),
// and the stems that a hit shares are turned back into the words that the reader saw.
//
// The package keeps no index and no state of its own.
//
// # What was measured
//
// Two papers are alike if they are relevant to the same query of ADI, CACM,
// Cranfield or MED (as in testdata/golden.txt), or appeared at the same of 153
// specialised workshops among 64,332 papers of ACL (2,519 papers asked about). One
// paper, pivoted cosine, nDCG@10:
//
//	                                  ADI    CACM   Cranfield  MED    ACL
//	idf to the power of 1            .5124  .3669  .4750      .5925  .2032
//	1.25                             .5117  .3699  .4764      .5947  .2055
//	1.5                              .5138  .3672  .4772      .5937  .2064
//	2                                .5068  .3636  .4701      .5876  .2032
//	100 terms instead of 50          .5147  .3713  .4766      .5935  .2075
//	30 terms                         .5047  .3615  .4659      .5755  .2042
//	and the three nearest papers     .5320  .3792  .4935      .6382  .2100
//
// The last line adds their mean to the vector and asks again. It is better, but is not
// done: it takes twice the time, and its reasons are words that the reader's paper lacks.
// With several liked papers it is no better than without.
//
// The table was made with joined readings of compounds ("pretraining" of "pre-training")
// in the vector, and with titles that count 3 times. Without the readings, with titles
// at 2.25 and 200 terms, as it is now (golden.txt has the same for whole answers):
//
//	200 terms                        .5131  .3749  .4767      .5937
//
// On ACL, 2,895 other papers of its workshops: .1944 before, .1966 now.
//
// Readers who like three papers of a group and unlike two of the twenty best that do
// not belong; how well the rest is found (520, 1,640, 1,368, 1,200 and 1,224 readers):
//
//	                                  ADI    CACM   Cranfield  MED    ACL
//	Rocchio on vectors of length 1   .3656  .4486  .5203      .7256  .3138
//	  50 terms instead of 100        .3690  .4380  .5174      .7134  .3070
//	  nothing unliked                .3615  .4471  .5151      .7244  .3107
//	  unliked papers counting .2     .3698  .4434  .5202      .7232  .3129
//	  and .5                         .3775  .4147  .5067      .7091  .2808
//	  idf to the power of 1          .3600  .4376  .5068      .7216  .3029
//	  vectors as they are            .3618  .4422  .5155      .7210  .3146
//	linear SVM, 100 random others    .3684  .4479  .5254      .7239  .3127
//	  C = 1 instead of .01           .2869  .4322  .5023      .7106  .3107
//	  no others                      .3427  .3209  .4250      .6380  .2089
//	  others of rank 100 to 200      .3752  .4330  .5194      .7266  .2564
//	logistic regression, C = .1      .3677  .4478  .5256      .7242  .3133
//	mean of three lists              .3610  .4485  .5139      .7230  .3080
//	greatest of three lists          .3657  .3577  .4637      .6635  .2763
//	reciprocal ranks of three lists  .3548  .4024  .4499      .6908  .2514
//
// The SVM (squared hinge, the liked papers counting as much as the others together)
// is best where it is hardly trained, and is then Rocchio with random papers unliked:
// as good as without them, for a hundred papers more to read.
package recommend

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/index"
)

const (
	// MaxTextLength caps Request.Text, in characters: a long article.
	MaxTextLength = 100_000
	// MaxSeeds caps the papers of one Request, liked and unliked together.
	MaxSeeds = 100
	// MaxVariety is a list chosen for variety alone.
	MaxVariety = 1
	// MaxBoost caps Boost.Factor: more than the difference between any two words.
	MaxBoost = 10
)

var (
	// ErrNothingAsked means that a Request has no liked paper and no text.
	ErrNothingAsked = errors.New("no paper and no text given to compare with")
	// ErrNoTerms means that a text holds nothing but function words.
	ErrNoTerms = errors.New("the text has no words to compare by")
	// ErrTooMuch means that a Request exceeds MaxTextLength or MaxSeeds.
	ErrTooMuch = errors.New("too much given to compare with")
	// ErrContradiction means that a Request both likes and unlikes a paper.
	ErrContradiction = errors.New("the paper is both liked and unliked")
	// ErrSamePaper means that a BetweenRequest names one paper twice.
	ErrSamePaper = errors.New("the two are one paper")
	// ErrBoost means that a factor is not from 0 to MaxBoost.
	ErrBoost = errors.New("a term cannot be made so much heavier or lighter")
	// ErrVariety means that a variety is not from 0 to MaxVariety.
	ErrVariety = errors.New("variety out of range")
)

// Papers looks up papers.
type Papers interface {
	// Paper returns the live paper with an id, or an error.
	Paper(ctx context.Context, id data.ID) (data.Paper, data.Number, error)
	// Papers returns those of numbers that are live.
	Papers(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error)
}

// Recommender answers Requests. It may be used concurrently.
type Recommender struct {
	searcher index.Searcher
	papers   Papers
}

// New makes a Recommender.
func New(searcher index.Searcher, papers Papers) *Recommender {
	return &Recommender{searcher: searcher, papers: papers}
}

// Request asks for papers like those of Like and like Text, and less like those of Unlike.
// None of these papers is in the answer, nor those of Exclude.
//
// WithoutTerms and Boosts name terms as a hit's SharedTerms do, or any words, which then count
// in all their forms. A term that no liked paper has stays without weight: to ask for it, put
// it in Text.
type Request struct {
	Like, Unlike []data.ID
	Text         string
	WithoutTerms []string
	Boosts       []Boost
	Exclude      []data.Number
	// Variety trades nearness for novelty, from 0, the nearest papers, to MaxVariety.
	Variety float64
	Limit   int
	Filter  index.Filter
}

// Boost multiplies the weight of a term by Factor: lighter below 1, removed at 0, at most
// MaxBoost. Several boosts of a term multiply.
type Boost struct {
	Term   string
	Factor float64
}

// Answer is the papers most alike, best first; with variety, each is the best one to follow
// those before it.
//
// Near-duplicates are collapsed, and Limit counts groups. Without variety, every paper that
// the engine ranks no lower than the last hit is in the answer once: in Hits, in the
// Duplicates of a hit, or in Duplicates.
type Answer struct {
	Hits []Hit
	// Duplicates are near-duplicates of the papers in the Request.
	Duplicates []SeedDuplicate
	Sequence   data.Sequence
}

// Hit is one similar paper. The weights of SharedTerms, heaviest first, add up to
// Score. Duplicates are the near-duplicates that rank after it.
type Hit struct {
	Number      data.Number
	Paper       data.Paper
	Score       float64
	SharedTerms []SharedTerm
	Duplicates  []Duplicate
}

// SharedTerm is a word as the request wrote it, and what it adds to the score.
type SharedTerm struct {
	Term   string
	Weight float64
}

// Similar answers a Request. For an unknown id it returns the error of Papers, with the id
// before it; other errors are the package's sentinels, or the engine's.
func (r *Recommender) Similar(ctx context.Context, q Request) (Answer, error) {
	p, seeds, err := r.profile(ctx, q)
	if err != nil {
		return Answer{}, err
	}
	return r.answer(ctx, q, p, seeds)
}

// answer returns the papers most like p, without the seeds, with the limit, filter and
// variety of q.
func (r *Recommender) answer(ctx context.Context, q Request, p profile, seeds []seed) (Answer, error) {
	if len(p.weights) == 0 {
		return Answer{}, nil
	}
	request := index.SimilarRequest{Terms: p.terms(), MaxTerms: p.maxTerms, Exclude: slices.Clip(q.Exclude), Filter: q.Filter}
	f, err := r.find(ctx, request, seeds, q.Limit, q.Variety)
	if err != nil {
		return Answer{}, fmt.Errorf("similar: %w", err)
	}
	answer := Answer{Hits: make([]Hit, len(f.hits)), Duplicates: f.ofSeeds, Sequence: f.sequence}
	for i, h := range f.hits {
		answer.Hits[i] = Hit{Number: h.Number, Paper: h.paper, Score: h.Score, SharedTerms: p.words(h.Shared), Duplicates: h.duplicates}
	}
	return answer, nil
}

// profile returns the query vector of q, and the papers that must not be in the answer. The
// vector is empty if the liked papers have no words.
func (r *Recommender) profile(ctx context.Context, q Request) (p profile, seeds []seed, err error) {
	if len(q.Like) == 0 && q.Text == "" {
		return p, nil, fmt.Errorf("similar: %w", ErrNothingAsked)
	}
	if err := checkVariety(q.Variety); err != nil {
		return p, nil, fmt.Errorf("similar: %w", err)
	}
	if n := len(q.Like) + len(q.Unlike); n > MaxSeeds {
		return p, nil, fmt.Errorf("similar: %w: %d papers, at most %d", ErrTooMuch, n, MaxSeeds)
	}
	if len(q.Text) > MaxTextLength && utf8.RuneCountInString(q.Text) > MaxTextLength {
		return p, nil, fmt.Errorf("similar: %w: a text of more than %d characters", ErrTooMuch, MaxTextLength)
	}
	liked, err := r.lookUp(ctx, "similar to", q.Like)
	if err != nil {
		return p, nil, err
	}
	unliked, err := r.lookUp(ctx, "similar to", q.Unlike)
	if err != nil {
		return p, nil, err
	}
	for _, u := range unliked {
		for _, l := range liked {
			if u.number == l.number {
				return p, nil, fmt.Errorf("similar to %s: %w", u.ID, ErrContradiction)
			}
		}
	}
	seeds = slices.Concat(liked, unliked)
	asked := papersOf(liked)
	if q.Text != "" {
		asked = append(asked, paperOf(q.Text))
	}
	p = newProfile(asked, papersOf(unliked))
	if err := p.adjust(q.WithoutTerms, q.Boosts); err != nil {
		return p, nil, fmt.Errorf("similar: %w", err)
	}
	if len(p.weights) == 0 && q.Text != "" {
		return p, nil, fmt.Errorf("similar: %w", ErrNoTerms)
	}
	return p, seeds, nil
}

func checkVariety(v float64) error {
	if !(v >= 0 && v <= MaxVariety) {
		return fmt.Errorf("%w: %g, want 0 to %d", ErrVariety, v, MaxVariety)
	}
	return nil
}

// seed is a paper of the request.
type seed struct {
	data.Paper
	number data.Number
}

// lookUp returns the papers of ids, each once however often and under whichever id it is
// named. asked comes before an id in errors.
func (r *Recommender) lookUp(ctx context.Context, asked string, ids []data.ID) ([]seed, error) {
	var seeds []seed
	seen := make(map[data.Number]bool)
	for _, id := range ids {
		p, n, err := r.papers.Paper(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", asked, id, err)
		}
		if !seen[n] {
			seen[n] = true
			seeds = append(seeds, seed{p, n})
		}
	}
	return seeds, nil
}

func papersOf(seeds []seed) []data.Paper {
	papers := make([]data.Paper, len(seeds))
	for i, s := range seeds {
		papers[i] = s.Paper
	}
	return papers
}
