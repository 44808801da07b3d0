package lexicon

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/index"
	"paperboy/index/analysis"
)

// A phrase is a fragment if at least wholeShare of its titles go on with the same word, before
// or after it; then the phrase with that word is the whole one. Of a word that is joined to the
// phrase by a hyphen, as in "on-policy distillation", joinedShare is enough.
const (
	wholeShare  = .7
	joinedShare = .5
)

// maxWholeWords is the number of words of a whole phrase. A longer one is a title.
const maxWholeWords = 8

// occurrence is where a title of the later period has a phrase: words[from:to].
type occurrence struct {
	title
	words    []string
	from, to int
}

// complete returns the whole phrase that t is a fragment of, t if it is whole. A whole phrase
// begins and ends with words that mean something, except for one that is joined by a hyphen. ok
// is false if t begins or ends within a compound that has no form of its own, as "based
// editing" does.
func (c comparison) complete(t rise) (whole rise, ok bool) {
	found := c.occurrences(t.Forms)
	best := found
	for len(found) > 0 && found[0].to-found[0].from < maxWholeWords {
		longer := c.extend(found, len(t.titles))
		if longer == nil {
			break
		}
		if found = longer; c.isWhole(found[0]) {
			best = found
		}
	}
	if c.isCut(best) {
		return t, false
	}
	if len(best) == 0 || best[0].to-best[0].from == len(strings.Fields(t.Text)) {
		return t, true
	}
	forms := map[string]int{}
	for _, o := range best {
		forms[strings.Join(o.words[o.from:o.to], " ")]++
	}
	list := slices.SortedFunc(maps.Keys(forms), func(a, b string) int { return cmp.Or(cmp.Compare(forms[b], forms[a]), cmp.Compare(a, b)) })
	if whole := c.rise(list); whole.Papers >= index.MinRising {
		return whole, true
	}
	return t, true
}

// isCut reports whether a hyphen joins the phrase to other words in half of the titles or more.
// Names, which have digits or capitals, are whole nevertheless ("R1" of "DeepSeek-R1").
func (c comparison) isCut(found []occurrence) bool {
	before, after := 0, 0
	for i := range found {
		o := found[i]
		if c.isJoined(&o, o.from) && c.isPlain(&o, o.from) {
			before++
		}
		if c.isJoined(&o, o.to) && c.isPlain(&o, o.to-1) {
			after++
		}
	}
	enough := joinedShare * float64(len(found))
	return len(found) > 0 && (float64(before) >= enough || float64(after) >= enough)
}

// occurrences returns the first occurrence of one of the forms in each title of the later
// period.
func (c comparison) occurrences(forms []string) []occurrence {
	var list []occurrence
	seen := map[title]bool{}
	for i := range c.parts {
		p := &c.parts[i]
		for _, form := range forms {
			s := wordSpan(p.titles, form)
			for j := s.from; j < s.to; j++ {
				one := title{i, p.titles.owner(j)}
				month := p.months[one.paper]
				if month == 0 || !c.isNow(month) || p.isDead(one.paper) || seen[one] {
					continue
				}
				seen[one] = true
				text := p.title(int(one.paper))
				offset := int(p.titles.at[j] - p.starts[one.paper])
				from := strings.Count(text[:min(offset, len(text))], " ")
				o := occurrence{one, strings.Fields(text), from, from + 1 + strings.Count(form, " ")}
				if o.to <= len(o.words) {
					list = append(list, o)
				}
			}
		}
	}
	return list
}

// extend returns the occurrences of the phrase that is a word longer, nil if no word goes with
// enough of the titles.
func (c comparison) extend(found []occurrence, titles int) []occurrence {
	var before, after, joinedBefore, joinedAfter = map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for i := range found {
		o := &found[i]
		if o.from > 0 {
			word := singular(o.words[o.from-1])
			before[word]++
			if c.isJoined(o, o.from) {
				joinedBefore[word]++
			}
		}
		if o.to < len(o.words) {
			word := singular(o.words[o.to])
			after[word]++
			if c.isJoined(o, o.to) {
				joinedAfter[word]++
			}
		}
	}
	left, n := frequent(before)
	right, m := frequent(after)
	joinedLeft, hyphensLeft := frequent(joinedBefore)
	joinedRight, hyphensRight := frequent(joinedAfter)
	enough := func(n int, share float64) bool { return float64(n) >= share*float64(titles) && n >= index.MinRising }
	switch {
	case enough(m, wholeShare) && m >= n:
		return longerRight(found, right)
	case enough(n, wholeShare):
		return longerLeft(found, left)
	case enough(hyphensLeft, joinedShare):
		return longerLeft(found, joinedLeft)
	case enough(hyphensRight, joinedShare):
		return longerRight(found, joinedRight)
	}
	return nil
}

// longerLeft returns the occurrences that follow a word, with that word.
func longerLeft(found []occurrence, word string) (longer []occurrence) {
	for _, o := range found {
		if o.from > 0 && singular(o.words[o.from-1]) == word {
			o.from--
			longer = append(longer, o)
		}
	}
	return longer
}

// longerRight returns the occurrences that a word follows, with that word.
func longerRight(found []occurrence, word string) (longer []occurrence) {
	for _, o := range found {
		if o.to < len(o.words) && singular(o.words[o.to]) == word {
			o.to++
			longer = append(longer, o)
		}
	}
	return longer
}

// frequent returns the most frequent word, and how many titles have it.
func frequent(counts map[string]int) (word string, n int) {
	for w, m := range counts {
		if m > n || m == n && w < word {
			word, n = w, m
		}
	}
	return word, n
}

// isWhole reports whether a phrase begins and ends with a word that means something, or begins
// with one that is joined to the next by a hyphen.
func (c comparison) isWhole(o occurrence) bool {
	first, last := o.words[o.from], o.words[o.to-1]
	if isEmpty(last) {
		return false
	}
	return !isEmpty(first) || c.isJoined(&o, o.from+1)
}

// isEmpty reports whether a word means nothing at the beginning or end of a phrase.
func isEmpty(word string) bool {
	return analysis.IsFunctionWord(word) || connectors[word] || utf8.RuneCountInString(word) < 2
}

// connectors join phrases in titles as function words do.
var connectors = map[string]bool{"via": true, "using": true, "toward": true, "towards": true, "vs": true, "versus": true, "beyond": true}

// invariable are words that look like plurals and are none, or have no other singular.
var invariable = map[string]bool{"news": true, "series": true, "species": true, "lens": true, "always": true, "perhaps": true, "towards": true}

// singular returns the singular of a noun by its spelling. It returns a word unchanged if it is
// not a plural.
func singular(word string) string {
	n := len(word)
	switch {
	case n < 4 || word[n-1] != 's' || invariable[word]:
	case strings.HasSuffix(word, "ies") && n > 4:
		return word[:n-3] + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "shes"), strings.HasSuffix(word, "ches"), strings.HasSuffix(word, "xes"):
		return word[:n-2]
	case strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "us"), strings.HasSuffix(word, "is"), strings.HasSuffix(word, "ics"), strings.HasSuffix(word, "ias"):
	default:
		return word[:n-1]
	}
	return word
}

// singulars returns a phrase with each word in the singular.
func singulars(text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		words[i] = singular(word)
	}
	return strings.Join(words, " ")
}
