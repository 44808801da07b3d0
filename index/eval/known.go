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

// A Kind is a way in which people search for a paper that they know, or for the papers of a
// person.
type Kind string

// The kinds. A title word is a content word. Words are in the order of the title.
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

// Kinds lists all kinds.
var Kinds = []Kind{
	TitleWhole, TitleInCapitals, TitleWords3, TitleStart, Inflected, SurnameWord, SurnameWords2, FullNameWords2,
	SurnameAlone, FullNameAlone, YearWords2, YearWords3, CoinedName, IDInSentence, TitleHalfTyped,
}

// minPapers is the minimum number of papers of a person whose name alone is a query.
const minPapers = 5

// Known returns at most limit queries of a kind, made from papers drawn at random. Each change
// must have a Paper. The relevant document of a query is the paper that it was made from or,
// if the query is a name, all papers of people with that name. Document ids are the papers'
// numbers. The same papers and seed give the same queries.
func Known(kind Kind, papers []data.Change, seed uint64, limit int) *Collection {
	sum := fnv.New64a()
	sum.Write([]byte(kind))
	k := &generator{random: rand.New(rand.NewPCG(seed, sum.Sum64())), papers: papers}
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
	used := map[string]bool{}
	for _, i := range k.random.Perm(len(papers)) {
		if len(c.Queries) == limit {
			break
		}
		text, relevant := k.query(kind, papers[i])
		if text == "" || used[text] {
			continue
		}
		used[text] = true
		q := Query{ID: documentID(papers[i].Number), Text: text, Grades: map[string]int{}}
		for _, n := range relevant {
			q.Grades[documentID(n)] = 1
		}
		c.Queries = append(c.Queries, q)
	}
	return c
}

func documentID(n data.Number) string { return strconv.Itoa(int(n)) }

// A generator makes queries from papers.
type generator struct {
	random *rand.Rand
	papers []data.Change
	forms  map[string][]string // words of titles by stem, the most frequent first
	coined map[string]int      // numbers of papers by coined name
}

// query returns a query made from a paper and its relevant documents. The text is empty if the
// paper is unsuitable.
func (k *generator) query(kind Kind, c data.Change) (text string, relevant []data.Number) {
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
		return joined(plainName(data.Surname(author)), k.words(p.Title, 1)), relevant
	case SurnameWords2:
		return joined(plainName(data.Surname(author)), k.words(p.Title, 2)), relevant
	case FullNameWords2:
		return joined(fullName(author), k.words(p.Title, 2)), relevant
	case YearWords2:
		return joined(year, k.words(p.Title, 2)), relevant
	case YearWords3:
		return joined(year, k.words(p.Title, 3)), relevant
	case CoinedName:
		if name := coinedName(p.Title); k.coined[name] == 1 {
			return name, relevant
		}
	case IDInSentence:
		return k.sentence(p.ID), relevant
	}
	return "", nil
}

// joined returns two parts joined by a space, or "" if one is empty.
func joined(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return a + " " + b
}

// words returns n different content words of a title, chosen at random, in their order.
func (k *generator) words(title string, n int) string {
	content := contentWords(title)
	if len(content) < n {
		return ""
	}
	positions := k.random.Perm(len(content))[:n]
	slices.Sort(positions)
	chosen := make([]string, n)
	for i, position := range positions {
		chosen[i] = content[position]
	}
	return strings.Join(chosen, " ")
}

// contentWords returns the different words of a title that consist of at least three letters
// and nothing else, and are not function words.
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

// firstWords returns the part of a title with its first n words.
func firstWords(title string, n int) string {
	words := analysis.QueryTokens(nil, title)
	if len(words) < n {
		return ""
	}
	return title[words[0].Start:words[n-1].End]
}

// halfTyped returns a title up to the middle of its third word.
func halfTyped(title string) string {
	words := strings.Fields(title)
	if len(words) < 4 || utf8.RuneCountInString(words[2]) < 4 {
		return ""
	}
	third := []rune(words[2])
	return strings.Join(words[:2], " ") + " " + string(third[:(len(third)+1)/2])
}

// countForms collects the forms of each stem in titles.
func (k *generator) countForms() {
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

// inflected returns four words of a title, each in another form if titles have one.
func (k *generator) inflected(title string) string {
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

// people returns queries that are names of people, drawn at random from those with at least
// minPapers papers. All papers by people with that name are relevant, however umlauts are
// spelled.
func (k *generator) people(kind Kind, limit int, form func(author string) string) *Collection {
	papers, named := map[string]int{}, map[string][]data.Number{}
	authors := map[string]string{} // one spelling for each key
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
	used := map[string]bool{}
	for _, i := range k.random.Perm(len(people)) {
		name := plainName(form(authors[people[i]]))
		if used[name] || len(c.Queries) == limit {
			continue
		}
		used[name] = true
		q := Query{ID: people[i], Text: name, Grades: map[string]int{}}
		for _, n := range named[data.WithoutUmlauts(name)] {
			q.Grades[documentID(n)] = 1
		}
		c.Queries = append(c.Queries, q)
	}
	return c
}

// plainName returns a normalized name if it has at least two letters and only letters and
// spaces. Otherwise it returns "", since nobody would search for it.
func plainName(name string) string {
	if utf8.RuneCountInString(name) < 2 || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && r != ' ' }) {
		return ""
	}
	return name
}

// fullName returns a given name and surname as people type it, or "" if the name is unsuitable.
func fullName(author string) string {
	key := strings.Fields(data.AuthorKey(author))
	if len(key) < 2 || len(key) > 4 || len(key[0]) < 2 || plainName(data.Surname(author)) == "" {
		return ""
	}
	return strings.Join(key, " ")
}

// coinedTitle matches titles that begin with a coined name: "SimCSE: Simple ...".
var coinedTitle = regexp.MustCompile(`^([\p{L}\p{N}][\p{L}\p{N}.+-]*[\p{L}\p{N}+]): `)

// coinedName returns the coined name at the beginning of a title: one word with a digit or with
// a capital after the first letter. It returns "" if there is none.
func coinedName(title string) string {
	head := coinedTitle.FindStringSubmatch(title)
	if head == nil || !strings.ContainsFunc(head[1][1:], func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }) {
		return ""
	}
	return head[1]
}

// countCoined counts the papers with each coined name.
func (k *generator) countCoined() {
	k.coined = map[string]int{}
	for _, c := range k.papers {
		if name := coinedName(c.Paper.Title); name != "" {
			k.coined[name]++
		}
	}
}

// sentences are texts that people paste with an id in them.
var sentences = []string{
	"see %s for details", "have you read %s yet?", "We follow the setup of %s, with two changes.", "what came after %s",
	"the results in %s do not hold up", "(cf. %s)", "PDF: %s, code is on GitHub", "please summarize %s and compare it with newer work",
}

// sentence returns a sentence with a paper's id in one of its spellings.
func (k *generator) sentence(id data.ID) string {
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
