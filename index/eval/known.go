package eval

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/index/analysis"
)

// Kind is a way in which people ask for a paper, or for the papers of a person, that
// they know of.
type Kind string

// The kinds. A title word is a content word; words come in the order of the title.
const (
	TitleWords3     Kind = "3 title words"
	TitleStart      Kind = "first 4 words"
	Inflected       Kind = "4 words, inflected"
	SurnameWord     Kind = "surname + word"
	SurnameWords2   Kind = "surname + 2 words"
	FullNameWords2  Kind = "full name + 2 words"
	SurnameAlone    Kind = "surname alone"
	FullNameAlone   Kind = "full name alone"
	YearWords2      Kind = "year + 2 words"
	YearWords3      Kind = "year + 3 words"
	CoinedName      Kind = "coined name"
	IDInSentence    Kind = "id in a sentence"
	TitleHalfTyped  Kind = "half typed"
	TitleWhole      Kind = "whole title"
	TitleInCapitals Kind = "title in capitals"
)

// Kinds lists them all.
var Kinds = []Kind{
	TitleWhole, TitleInCapitals, TitleWords3, TitleStart, Inflected, SurnameWord, SurnameWords2, FullNameWords2,
	SurnameAlone, FullNameAlone, YearWords2, YearWords3, CoinedName, IDInSentence, TitleHalfTyped,
}

// minPapers is how many papers a person has whose name alone is a query.
const minPapers = 5

// Known makes queries of a kind from papers, whose changes have one each: at most limit of
// them, from papers drawn at random. The relevant documents of a query, by number, are
// the paper that it was made from or, where a name is the whole query, all papers of
// people of that name. Equal papers and seeds make equal queries.
func Known(kind Kind, papers []data.Change, seed uint64, limit int) *Collection {
	sum := fnv.New64a()
	sum.Write([]byte(kind))
	k := &known{random: rand.New(rand.NewPCG(seed, sum.Sum64())), papers: papers}
	switch kind {
	case Inflected:
		k.countForms()
	case SurnameAlone:
		return k.people(kind, limit, data.Surname)
	case FullNameAlone:
		return k.people(kind, limit, fullName)
	case CoinedName:
		k.countCoined()
	}
	c := &Collection{Folder: string(kind)}
	asked := map[string]bool{}
	for _, i := range k.random.Perm(len(papers)) {
		if len(c.Queries) == limit {
			break
		}
		text, relevant := k.query(kind, papers[i])
		if text == "" || asked[text] {
			continue
		}
		asked[text] = true
		q := Query{ID: documentID(papers[i].Number), Text: text, Grades: map[string]int{}}
		for _, n := range relevant {
			q.Grades[documentID(n)] = 1
		}
		c.Queries = append(c.Queries, q)
	}
	return c
}

func documentID(n data.Number) string { return strconv.Itoa(int(n)) }

// known is what queries are made from.
type known struct {
	random *rand.Rand
	papers []data.Change
	// forms are the words of titles by stem, the most frequent first.
	forms  map[string][]string
	coined map[string]int
}

// query is the query that one paper gives, empty where it gives none.
func (k *known) query(kind Kind, c data.Change) (text string, relevant []data.Number) {
	p, relevant := c.Paper, []data.Number{c.Number}
	author := ""
	if len(p.Authors) > 0 {
		author = p.Authors[0]
	}
	year := ""
	if !p.Date.IsZero() {
		year = strconv.Itoa(p.Date.Year)
	}
	switch kind {
	case TitleWhole:
		return p.Title, relevant
	case TitleInCapitals:
		return strings.ToUpper(p.Title), relevant
	case TitleWords3:
		return k.words(p.Title, 3), relevant
	case TitleStart:
		return firstWords(p.Title, 4), relevant
	case TitleHalfTyped:
		return halfTyped(p.Title), relevant
	case Inflected:
		return k.inflected(p.Title), relevant
	case SurnameWord:
		return together(plainName(data.Surname(author)), k.words(p.Title, 1)), relevant
	case SurnameWords2:
		return together(plainName(data.Surname(author)), k.words(p.Title, 2)), relevant
	case FullNameWords2:
		return together(fullName(author), k.words(p.Title, 2)), relevant
	case YearWords2:
		return together(year, k.words(p.Title, 2)), relevant
	case YearWords3:
		return together(year, k.words(p.Title, 3)), relevant
	case CoinedName:
		if name := coinedName(p.Title); k.coined[name] == 1 {
			return name, relevant
		}
	case IDInSentence:
		return k.sentence(p.ID), relevant
	}
	return "", nil
}

// together joins two parts, unless one is missing.
func together(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return a + " " + b
}

// words are n different content words of a title at random.
func (k *known) words(title string, n int) string {
	content := contentWords(title)
	if len(content) < n {
		return ""
	}
	places := k.random.Perm(len(content))[:n]
	slices.Sort(places)
	chosen := make([]string, n)
	for i, place := range places {
		chosen[i] = content[place]
	}
	return strings.Join(chosen, " ")
}

// contentWords are the different words of letters alone, three of them or more, that
// are no function words.
func contentWords(title string) []string {
	var words []string
	for _, t := range analysis.QueryTokens(nil, title) {
		plain := utf8.RuneCountInString(t.Form) >= 3 && !strings.ContainsFunc(t.Form, func(r rune) bool { return !unicode.IsLetter(r) })
		if plain && !analysis.IsFunctionWord(t.Form) && !slices.Contains(words, t.Form) {
			words = append(words, t.Form)
		}
	}
	return words
}

// firstWords are the first n words of a title as they stand.
func firstWords(title string, n int) string {
	words := analysis.QueryTokens(nil, title)
	if len(words) < n {
		return ""
	}
	return title[words[0].Start:words[n-1].End]
}

// halfTyped is a title up to the middle of its third word.
func halfTyped(title string) string {
	words := strings.Fields(title)
	if len(words) < 4 || utf8.RuneCountInString(words[2]) < 4 {
		return ""
	}
	third := []rune(words[2])
	return strings.Join(words[:2], " ") + " " + string(third[:(len(third)+1)/2])
}

// countForms collects the forms that titles have of a stem.
func (k *known) countForms() {
	counts := map[string]map[string]int{}
	for _, c := range k.papers {
		for _, w := range contentWords(c.Paper.Title) {
			stem := analysis.Stem(w)
			if counts[stem] == nil {
				counts[stem] = map[string]int{}
			}
			counts[stem][w]++
		}
	}
	k.forms = make(map[string][]string, len(counts))
	for stem, forms := range counts {
		k.forms[stem] = slices.SortedFunc(maps.Keys(forms), func(a, b string) int {
			return cmp.Or(cmp.Compare(forms[b], forms[a]), cmp.Compare(a, b))
		})
	}
}

// inflected is four words of a title, each in another form where there is one.
func (k *known) inflected(title string) string {
	words := strings.Fields(k.words(title, 4))
	for i, w := range words {
		for _, other := range k.forms[analysis.Stem(w)] {
			if other != w {
				words[i] = other
				break
			}
		}
	}
	return strings.Join(words, " ")
}

// people makes queries of the names of people drawn at random from those with minPapers
// papers or more. As relevant count all papers by somebody with such a name, however
// umlauts are written.
func (k *known) people(kind Kind, limit int, form func(author string) string) *Collection {
	papers, named := map[string]int{}, map[string][]data.Number{}
	authors := map[string]string{} // a spelling of each key
	for _, c := range k.papers {
		for _, author := range c.Paper.Authors {
			key, name := data.AuthorKey(author), data.WithoutUmlauts(plainName(form(author)))
			papers[key]++
			if _, known := authors[key]; !known {
				authors[key] = author
			}
			if list := named[name]; len(list) == 0 || list[len(list)-1] != c.Number {
				named[name] = append(list, c.Number)
			}
		}
	}
	var people []string
	for key, n := range papers {
		if n >= minPapers && plainName(form(authors[key])) != "" {
			people = append(people, key)
		}
	}
	slices.Sort(people)
	c := &Collection{Folder: string(kind)}
	asked := map[string]bool{}
	for _, i := range k.random.Perm(len(people)) {
		name := plainName(form(authors[people[i]]))
		if asked[name] || len(c.Queries) == limit {
			continue
		}
		asked[name] = true
		q := Query{ID: people[i], Text: name, Grades: map[string]int{}}
		for _, n := range named[data.WithoutUmlauts(name)] {
			q.Grades[documentID(n)] = 1
		}
		c.Queries = append(c.Queries, q)
	}
	return c
}

// plainName is a folded name of letters, two or more, else empty: "x" or a number is no
// name that anyone would type.
func plainName(name string) string {
	if utf8.RuneCountInString(name) < 2 || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && r != ' ' }) {
		return ""
	}
	return name
}

// fullName is a name of a given name and a surname as people type it.
func fullName(author string) string {
	key := strings.Fields(data.AuthorKey(author))
	if len(key) < 2 || len(key) > 4 || len(key[0]) < 2 || plainName(data.Surname(author)) == "" {
		return ""
	}
	return strings.Join(key, " ")
}

// headed is a title that begins with a name of its own: "SimCSE: Simple ...".
var headed = regexp.MustCompile(`^([\p{L}\p{N}][\p{L}\p{N}.+-]*[\p{L}\p{N}+]): `)

// coinedName is the name that a title begins with: one word with a capital after its
// first letter, or a digit.
func coinedName(title string) string {
	head := headed.FindStringSubmatch(title)
	if head == nil || !strings.ContainsFunc(head[1][1:], func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }) {
		return ""
	}
	return head[1]
}

func (k *known) countCoined() {
	k.coined = map[string]int{}
	for _, c := range k.papers {
		if name := coinedName(c.Paper.Title); name != "" {
			k.coined[name]++
		}
	}
}

// sentences are what people paste an id in.
var sentences = []string{
	"see %s for details", "have you read %s yet?", "We follow the setup of %s, with two changes.", "what came after %s",
	"the results in %s do not hold up", "(cf. %s)", "PDF: %s, code is on GitHub", "please summarize %s and compare it with newer work",
}

// sentence has a paper's id in one of its spellings in it.
func (k *known) sentence(id data.ID) string {
	_, bare, _ := strings.Cut(string(id), ":")
	var spellings []string
	switch id.Scheme() {
	case data.SchemeArXiv:
		spellings = []string{"arXiv:" + bare, "https://arxiv.org/abs/" + bare, "https://arxiv.org/pdf/" + bare}
		if bare[0] >= '0' && bare[0] <= '9' {
			spellings = append(spellings, bare)
		}
	case data.SchemeACL:
		spellings = []string{"https://aclanthology.org/" + bare + "/", "acl:" + bare}
	case data.SchemeDOI:
		spellings = []string{"https://doi.org/" + bare, bare}
	default:
		return ""
	}
	return fmt.Sprintf(sentences[k.random.IntN(len(sentences))], spellings[k.random.IntN(len(spellings))])
}
