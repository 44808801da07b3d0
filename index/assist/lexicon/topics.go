package lexicon

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
)

// Topics compares how often each phrase of one to maxTopicWords words occurs in the titles of
// some papers with how often it occurs in all titles.
//
// The score of a phrase in k of n titles, and in K of all N, is k·ln((k/n)/(K/N)): the part of
// Dunning's likelihood ratio (1993) that grows with the phrase itself. A single word counts for
// singleWeight of that, since "learning" says less than "representation learning", and not at all
// if it is as frequent as "language". Of phrases that nearly only these titles have, most are parts
// of titles: a topic is something that others write about too. The lower confidence bound of
// Rising was rejected: of a person with ten papers it leaves nothing.
func (l *Lexicon) Topics(ctx context.Context, r index.TopicsRequest) (index.TopicsResult, error) {
	return look(l, "lexicon.topics", func(s *snapshot) (index.TopicsResult, error) { return s.topicsOf(ctx, r) })
}

func (s *snapshot) topicsOf(ctx context.Context, r index.TopicsRequest) (index.TopicsResult, error) {
	found := index.TopicsResult{Sequence: s.sequence}
	if err := ctx.Err(); err != nil {
		return found, fmt.Errorf("topics: %w", err)
	}
	t := newTopics(s, r.Papers[:min(len(r.Papers), index.MaxTopicPapers)])
	for _, one := range dropRepeats(t.best()) {
		if len(found.Topics) == min(r.Limit, index.MaxTopics) {
			break
		}
		if text := t.writing(one.Text); text != "" {
			found.Topics = append(found.Topics, index.Topic{Text: text, Papers: one.Papers})
		}
	}
	return found, nil
}

const (
	// maxTopicWords is the number of words of a topic.
	maxTopicWords = 4
	singleWeight  = .4
	// A single word may be in maxSingleShare of all titles, and must be minSingleRatio times as
	// frequent in these: "improve" is not.
	maxSingleShare, minSingleRatio = .01, 8
	// minOthers is how many other titles must have a phrase, unless minOwn of these have it.
	minOthers, minOwn = 3, 4
	// maxCandidates is how many phrases, the most frequent ones, are looked up in the library and
	// compared with each other. A look-up takes some 20 µs.
	maxCandidates = 200
	// maxWritings is how many titles are read to see how a phrase is written.
	maxWritings = 20
)

// topics counts the phrases of some titles.
type topics struct {
	comparison // of no periods; it has the titles
	titles     []titleWords
	minTitles  int                     // that a phrase must be in
	phrases    map[string]*topicPhrase // by their words in the singular
}

// titleWords is a title of a part, in words and in these words in the singular.
type titleWords struct {
	title
	words, singular []string
}

// topicPhrase is where titles have a phrase, each title once.
type topicPhrase struct {
	found []occurrence
	forms []string
}

func newTopics(s *snapshot, papers []data.Number) *topics {
	t := &topics{comparison: comparison{snapshot: s}, phrases: map[string]*topicPhrase{}}
	seen := map[string]bool{}
	for _, n := range papers {
		one, ok := s.titleOf(n)
		if text := strings.Join(one.words, " "); ok && !seen[text] { // two records of one paper may not be merged
			seen[text] = true
			t.titles = append(t.titles, one)
		}
	}
	t.minTitles = minTitlesOf(len(t.titles))
	frequent := t.frequentWords()
	for _, one := range t.titles {
		for from := range one.words {
			for to := from + 1; to <= min(from+maxTopicWords, len(one.words)); to++ {
				if word := one.words[to-1]; frequent[one.singular[to-1]] < t.minTitles || isEmpty(word) && word != "of" {
					break // a phrase goes on after "of", as "chain of thought", and no other of these words
				}
				t.add(one, from, to)
			}
		}
	}
	return t
}

// minTitlesOf returns how many of n titles must have a phrase.
func minTitlesOf(n int) int {
	if n < 20 {
		return index.MinTopic
	}
	return max(index.MinTopic+1, n/100)
}

// titleOf returns the title of a live paper.
func (s *snapshot) titleOf(n data.Number) (one titleWords, ok bool) {
	for i := range s.parts {
		p := &s.parts[i]
		at, found := p.find(n)
		if !found || p.isDead(uint32(at)) {
			continue
		}
		one.title = title{i, uint32(at)}
		one.words = strings.Fields(p.title(at))
		one.singular = make([]string, len(one.words))
		for k, word := range one.words {
			one.singular[k] = singular(word)
		}
		return one, true
	}
	return one, false
}

// frequentWords counts the titles with each word in the singular. A phrase of a rare word is rare.
func (t *topics) frequentWords() map[string]int {
	counts := map[string]int{}
	for _, one := range t.titles {
		for i, word := range one.singular {
			if !slices.Contains(one.singular[:i], word) {
				counts[word]++
			}
		}
	}
	return counts
}

// add counts words[from:to] of a title, unless the phrase says nothing.
func (t *topics) add(one titleWords, from, to int) {
	first, last := one.words[from], one.words[to-1]
	if isEmpty(first) || isEmpty(last) || isNumber(first) || isNumber(last) {
		return
	}
	key := strings.Join(one.singular[from:to], " ")
	p := t.phrases[key]
	if p == nil {
		p = &topicPhrase{}
		t.phrases[key] = p
	}
	if n := len(p.found); n > 0 && p.found[n-1].title == one.title {
		return
	}
	p.found = append(p.found, occurrence{one.title, one.words, from, to})
	if form := strings.Join(one.words[from:to], " "); !slices.Contains(p.forms, form) {
		p.forms = append(p.forms, form)
	}
}

// best returns the most characteristic phrases by their words in the singular, highest score
// first.
func (t *topics) best() []rise {
	live := t.live()
	var all []rise
	for _, key := range t.frequentPhrases() {
		p := t.phrases[key]
		if score := t.score(p, float64(live)); score > 0 {
			one := rise{RisingTerm: index.RisingTerm{Text: key, Papers: len(p.found), Score: score}, titles: map[title]bool{}}
			for _, o := range p.found {
				one.titles[o.title] = true
			}
			all = append(all, one)
		}
	}
	sortRises(all)
	return all
}

// frequentPhrases returns the keys of the phrases that most titles have, longer ones first.
func (t *topics) frequentPhrases() []string {
	var keys []string
	for key, p := range t.phrases {
		if len(p.found) >= t.minTitles {
			keys = append(keys, key)
		}
	}
	rank := func(key string) uint64 { return weight(uint32(len(t.phrases[key].found)), words(key)) }
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(a, b)) })
	return keys[:min(len(keys), maxCandidates)]
}

// score returns the score (Topics) of a phrase in a library of so many live papers, 0 if it is no
// topic.
func (t *topics) score(p *topicPhrase, live float64) float64 {
	k, n := float64(len(p.found)), float64(len(t.titles))
	library := max(float64(t.titlesAbout(p.forms)), k)
	isSingle := p.found[0].to-p.found[0].from == 1
	ratio := k / n * live / library
	switch {
	case library < k+minOthers && k < minOwn, isSingle && (library > maxSingleShare*live || ratio < minSingleRatio && live > n):
		return 0
	}
	score := k * math.Log(ratio)
	if isSingle {
		score *= singleWeight
	}
	return max(0, score)
}

// titlesAbout returns about how many titles have one of the forms of a phrase: deleted papers
// count, and one that has several forms, or has a rare form several times, counts for each. Unlike
// titlesWith, it looks at no title.
func (s *snapshot) titlesAbout(forms []string) int {
	n := 0
	for i := range s.parts {
		p := &s.parts[i]
		for _, form := range forms {
			if known, ok := p.segment.phrases.find(form); ok {
				n += int(known.titles)
				continue
			}
			found := wordSpan(p.titles, form)
			n += found.to - found.from
		}
	}
	return n
}

// writing returns a phrase as most of its titles write it, "" if a colon or the like parts its
// words in most of them.
func (t *topics) writing(key string) string {
	found := t.phrases[key].found
	text := t.mostWritten(found[:min(len(found), maxWritings)])
	if strings.ContainsAny(text, ":;,.?!–—/|&") {
		return ""
	}
	return text
}
