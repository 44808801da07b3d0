package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a query. One that exceeds them is refused, never cut: see Query.Refused.
const (
	// MaxText is the length in characters.
	MaxText = 10_000
	// MaxClauses is the number of parts except plain words. The longest published search
	// strategies of systematic reviews have two to three hundred.
	MaxClauses = 500
	// MaxDepth is how deep alternatives and groups may be nested.
	MaxDepth = 20
)

// How a text is told from a formula.
const (
	// ProseWords is the number of words from which a query is read as prose if
	// half as many stand outside of quotes.
	ProseWords = 16
	// CapitalWords is the number of words from which a query in capitals is text where an
	// operator stands beside several words.
	CapitalWords = 5
)

// maxNotices keeps the list of notices readable.
const maxNotices = 8

// Parse reads a query. It never fails.
func Parse(text string) Query {
	q := Query{Text: text}
	if utf8.RuneCountInString(text) > MaxText {
		q.Refused = fmt.Sprintf("A query may have %d characters.", MaxText)
		return q
	}
	p := parser{text: doubleQuotes(clean(text))}
	if id, ok := knownID(strings.Trim(p.text, " ."+separators)); ok && !strings.Contains(p.text, "[") {
		q.Root = Word{ID, id}
		return q
	}
	p.asText = p.readsAsText()
	root := lookups(p.prose(p.sequence()))
	q.Root, q.Papers = takePapers(withoutEtAl(root))
	rest, dropped := withoutOpening(q.Root)
	if dropped != "" {
		p.notice("“%s” was left out, and the rest was searched.", dropped)
		q.Root = rest
	}
	if all, ok := q.Root.(And); ok && len(all.Nodes) > MaxWords && len(Stems(all)) > MaxWords {
		p.notice("Of a text of this length the %d words that tell most were searched.", MaxWords)
	}
	q.Notices = p.notices
	if q.Refused = refusal(q.Root); q.Refused != "" {
		q.Root, q.Papers = nil, nil
	}
	return q
}

// parser reads text from pos on. Its methods return nil for what asks nothing.
type parser struct {
	text    string
	pos     int
	open    int   // groups around pos
	field   Field // of the group around pos
	asText  bool  // AND, OR, NOT and the hyphen of an exclusion are text
	notices []string
	// brackets are bracketEnds of text; nil until a word with a bracket is read.
	brackets []int
}

func (p *parser) notice(format string, args ...any) {
	n := fmt.Sprintf(format, args...)
	if len(p.notices) < maxNotices && !slices.Contains(p.notices, n) {
		p.notices = append(p.notices, n)
	}
}

// spelling maps what keyboards, phones and word processors make of operators.
var spelling = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "‟", `"`, "«", `"`, "»", `"`, "＂", `"`,
	"≥", ">=", "≤", "<=", "−", "-", "（", "(", "）", ")", "：", ":", "＊", "*")

// clean makes one spelling of operators, one star of several next to each other, and one
// kind of space.
func clean(text string) string {
	text = spelling.Replace(strings.ToValidUTF8(text, " "))
	for strings.Contains(text, "**") {
		text = strings.ReplaceAll(text, "**", "*")
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text)
}

// doubleQuotes makes quotation marks of the single quotes around several words:
// 'machine translation'. An apostrophe is none, and neither is a prime or '90s.
func doubleQuotes(text string) string {
	if !strings.ContainsAny(text, "'‘") {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		opened := strings.HasPrefix(text[i:], "‘") || text[i] == '\''
		if opened && (i == 0 || text[i-1] == ' ' || text[i-1] == '(' || text[i-1] == ':') {
			if phrase, length := singleQuoted(text[i:]); length > 0 {
				b.WriteString(`"` + phrase + `"`)
				i += length
				continue
			}
		}
		b.WriteByte(text[i])
		i++
	}
	return b.String()
}

// maxSingleQuoted is how many words single quotes are around; if it has more, the second is
// an apostrophe.
const (
	maxSingleQuoted = 8
	// maxSingleQuotedBytes bounds them where words are very long.
	maxSingleQuotedBytes = 400
)

// singleQuoted is the phrase that text begins with and its length with its quotes.
func singleQuoted(text string) (phrase string, length int) {
	_, size := utf8.DecodeRuneInString(text)
	closing := "'"
	if size > 1 {
		closing = "’"
	}
	first, _ := utf8.DecodeRuneInString(text[size:])
	if !unicode.IsLetter(first) {
		return "", 0
	}
	spaces := 0
	for i := size; i < min(len(text), maxSingleQuotedBytes); i++ {
		switch {
		case text[i] == ' ':
			if spaces++; spaces == maxSingleQuoted {
				return "", 0
			}
		case text[i] == '"':
			return "", 0
		case strings.HasPrefix(text[i:], closing):
			end := i + len(closing)
			if text[i-1] == ' ' || end < len(text) && strings.IndexByte(" ).~"+separators, text[end]) < 0 {
				continue // an apostrophe
			}
			if spaces == 0 {
				return "", 0
			}
			return text[size:i], end
		}
	}
	return "", 0
}

// sequence reads up to the end of the group or text.
func (p *parser) sequence() Node {
	var nodes []Node
	for {
		p.skip()
		switch {
		case p.pos == len(p.text), p.text[p.pos] == ')' && p.open > 0:
			return and(nodes...)
		case p.text[p.pos] == ')':
			p.pos++
			p.notice("A closing bracket without an opening one was ignored.")
		default:
			nodes = append(nodes, p.alternatives())
		}
	}
}

func (p *parser) alternatives() Node {
	nodes := []Node{p.conjunction()}
	for p.operator("OR", "||", "|") {
		nodes = append(nodes, p.conjunction())
	}
	return or(nodes...)
}

func (p *parser) conjunction() Node {
	nodes := []Node{p.negation()}
	for p.operator("AND", "&&") {
		nodes = append(nodes, p.negation())
	}
	return and(nodes...)
}

func (p *parser) negation() Node {
	switch p.skip(); {
	case p.operator("NOT"):
		return p.exclusion("not")
	case p.has('-'), p.has('!'): // skip leaves only those that exclude
		p.pos++
		return p.exclusion("")
	case p.has('+') && p.pos+1 < len(p.text) && beginsTerm(p.text[p.pos+1]):
		p.pos++
		return required(p.operand())
	}
	return p.nearby(p.operand())
}

// exclusion reads what is excluded, by a hyphen or by a word. Nobody excludes a function
// word, unless in brackets or quotes: the two are text then.
func (p *parser) exclusion(word string) Node {
	if p.asText {
		p.notice("This reads like a title or a sentence, so a hyphen before a word did not exclude it.")
		return p.negation()
	}
	p.skip()
	bare := !p.has('(')
	n := p.negation()
	if w, ok := n.(Word); ok && bare && w.Field == AnyText && isFunction(strings.ToLower(w.Text)) {
		if word == "" {
			return n
		}
		return and(Word{Text: word}, n)
	}
	return not(n)
}

// required is what a leading plus makes of a free term.
func required(n Node) Node {
	if w, ok := n.(Word); ok && w.Field == AnyText {
		return Phrase{Text: w.Text}
	}
	return n
}

// beginsTerm reports whether a plus before c asks for what follows.
func beginsTerm(c byte) bool {
	return c == '"' || c == '(' || c == '.' || c == '\\' || c == '$' || c >= utf8.RuneSelf || isAlnum(rune(c))
}

func (p *parser) operand() Node {
	switch {
	case p.pos == len(p.text) || p.has(')'):
		return nil
	case p.has('('):
		return p.group()
	case p.has('"'):
		return p.phrase()
	}
	for _, word := range []string{"AND", "OR", "NOT"} {
		if p.asText && p.isWord(word) {
			p.pos += len(word)
			if word != "AND" {
				p.notice("This reads like a title or a sentence, so %s was taken as a word.", word)
			}
			return p.leaf(strings.ToLower(word))
		}
		if p.keyword(word) {
			p.pos += len(word)
			p.notice("%s stands alone here and was taken as a word.", word)
			return p.leaf(strings.ToLower(word))
		}
	}
	return p.word()
}

// maxOpen is how many brackets may be open at once; further ones are ignored. More than
// MaxDepth are refused if they mean something, and to read thousands that mean nothing
// takes the square of their number.
const maxOpen = 3 * MaxDepth

func (p *parser) group() Node {
	p.pos++
	if p.open == maxOpen {
		p.notice("An opening bracket without a closing one was ignored.")
		return nil
	}
	p.open++
	n := p.sequence()
	p.open--
	if p.has(')') {
		p.pos++
	} else {
		p.notice("An opening bracket without a closing one was ignored.")
	}
	return n
}

func (p *parser) phrase() Node {
	p.pos++
	length := closingQuote(p.text[p.pos:])
	if length < 0 {
		p.notice("A quotation mark without a second one was ignored.")
		return p.negation()
	}
	text := strings.Join(strings.Fields(p.text[p.pos:p.pos+length]), " ")
	p.pos += length + 1
	if p.field != AnyText && p.field != ID {
		text = strings.TrimPrefix(text, "^")
	}
	if !hasAlnum(text) {
		if p.has('~') {
			p.pos++
			p.slop()
		}
		return nil
	}
	if p.field == ID {
		return idWord(text)
	}
	return p.quoted(text)
}

// skip passes spaces, punctuation between words, and hyphens that exclude
// nothing.
func (p *parser) skip() {
	for ; p.pos < len(p.text); p.pos++ {
		c := p.text[p.pos]
		if c == '!' && p.excludes() {
			return
		}
		if c == '-' {
			end := p.pos + len(p.text[p.pos:]) - len(strings.TrimLeft(p.text[p.pos:], "-"))
			if p.excludes() {
				return
			}
			p.pos = end - 1
		} else if c != ' ' && strings.IndexByte(separators, c) < 0 {
			return
		}
	}
}

// separators are no part of the word that they stand before or behind.
const separators = ",;:!?"

func (p *parser) has(c byte) bool { return p.pos < len(p.text) && p.text[p.pos] == c }

// operator passes one of the operators if it stands here and before an operand.
func (p *parser) operator(names ...string) bool {
	start := p.pos
	p.skip()
	for _, name := range names {
		if !p.keyword(name) {
			continue
		}
		here := p.pos
		p.pos += len(name)
		p.skip()
		if p.pos < len(p.text) && !p.has(')') && !p.keyword("AND") && !p.keyword("OR") && !p.keyword("|") && !p.keyword("||") && !p.keyword("&&") {
			return true
		}
		p.pos = here
		return false
	}
	p.pos = start
	return false
}

// keyword reports whether an operator's name stands here on its own.
func (p *parser) keyword(name string) bool {
	return p.isWord(name) && !(p.asText && isAlnum(rune(name[0])))
}

func (p *parser) isWord(name string) bool {
	rest, ok := strings.CutPrefix(p.text[p.pos:], name)
	return ok && (rest == "" || rest[0] == ' ' || name[0] >= 'A' && name[0] <= 'Z' && (rest[0] == '(' || rest[0] == '"'))
}

// closingQuote returns the place of the quotation mark that ends a phrase, -1
// for none. TeX's \"o is no quotation mark.
func closingQuote(text string) int {
	for i := 0; i < len(text); i++ {
		if text[i] == '"' && !isUmlaut(text, i) {
			return i
		}
	}
	return -1
}

// isUmlaut reports whether the quotation mark at i is an accent in TeX.
func isUmlaut(text string, i int) bool {
	return i > 0 && text[i-1] == '\\' && i+1 < len(text) && (text[i+1] == '{' || unicode.IsLetter(rune(text[i+1])))
}

func isAlnum(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func hasAlnum(s string) bool { return strings.ContainsFunc(s, isAlnum) }
