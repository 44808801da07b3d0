package lexicon

import (
	"strconv"
	"strings"

	"paperboy/index/analysis"
)

// events are the conferences, workshops, challenges and shared tasks that titles of the later
// period name. What rises because an event took place is no topic.
//
// They are found by how titles write of them. A name is a word that is followed by the year of
// the paper, as in "NTIRE 2026", or that includes it, as in "WMT25". It is that of an event if
// it has the year in at least eventShare of the titles with it, and either the library has
// papers from a venue of that name or most of these titles also have a word that goes with
// events ("challenge", "task 3", "at NAME 2025").
type events struct {
	names  map[string]bool
	titles map[title]bool
}

const eventShare = .3

// venueNames are the normalized words of venues that are written with two or more capitals, as
// abbreviated names are.
type venueNames map[string]bool

func (v venueNames) add(venue string) {
	if venue == "" {
		return
	}
	for _, t := range analysis.Tokenize(nil, venue) {
		if name, _ := withoutYear(t.Form, 0); !t.Extra && isCapital(venue[t.Start:t.End]) {
			v[name] = true
		}
	}
}

// eventWords go with the names of events in titles.
var eventWords = map[string]bool{
	"challenge": true, "workshop": true, "competition": true, "conference": true, "symposium": true, "proceedings": true,
	"task": true, "subtask": true, "track": true, "shared": true, "overview": true, "findings": true, "at": true, "place": true, "submission": true, "participation": true, "team": true,
}

// eventCount counts titles with a word: all, those that write a year with it, and those of
// the latter that have an event word too.
type eventCount struct{ titles, dated, cued int }

func (c comparison) findEvents() events {
	found := events{map[string]bool{}, map[title]bool{}}
	counts := map[string]*eventCount{}
	c.eachNow(func(_ title, words []string, year int, atSign bool) {
		seen := map[string]bool{}
		for i, word := range words {
			name, dated := nameAt(words, i, year)
			if seen[name] {
				continue
			}
			n := counts[name]
			if n == nil {
				n = new(eventCount)
				counts[name] = n
			}
			if seen[name] = true; !dated {
				n.titles++
				continue
			}
			n.titles, n.dated = n.titles+1, n.dated+1
			if atSign || hasEventWord(words, word) {
				n.cued++
			}
		}
	})
	for name, n := range counts {
		isOften := n.dated >= 2 && float64(n.dated) >= eventShare*float64(n.titles)
		if isOften && isName(name) && (c.venues[name] || 2*n.cued > n.dated) {
			found.names[name] = true
		}
	}
	c.eachNow(func(one title, words []string, year int, _ bool) {
		for i := range words {
			if name, _ := nameAt(words, i, year); found.names[name] {
				found.titles[one] = true
			}
		}
	})
	return found
}

// eachNow calls f for each live title of the later period with its words, the year of the paper
// and whether it has an at sign, as teams of shared tasks write ("Team@WMT25").
func (c comparison) eachNow(f func(one title, words []string, year int, atSign bool)) {
	for i := range c.parts {
		p := &c.parts[i]
		for paper, month := range p.months {
			if month > 0 && c.isNow(month) && !p.isDead(uint32(paper)) {
				f(title{i, uint32(paper)}, strings.Fields(p.title(paper)), int(month)/12, strings.Contains(p.written.get(paper), "@"))
			}
		}
	}
}

// nameAt returns words[i] without a year at its end, and whether it is written with the year of
// the paper, one before it or one after it.
func nameAt(words []string, i, year int) (name string, dated bool) {
	if name, dated = withoutYear(words[i], year); dated {
		return name, true
	}
	return words[i], i+1 < len(words) && isYearOf(words[i+1], year)
}

// withoutYear splits a word such as "wmt25" or "clef2024". If the year of the paper is known, it
// must be near that of the word.
func withoutYear(word string, year int) (name string, dated bool) {
	name = strings.TrimRight(word, "0123456789")
	digits := word[len(name):]
	if name == "" || len(digits) != 2 && len(digits) != 4 {
		return word, false
	}
	if len(digits) == 2 {
		digits = "20" + digits
	}
	if year > 0 && !isYearOf(digits, year) {
		return word, false
	}
	return name, true
}

func isYearOf(word string, year int) bool {
	n, err := strconv.Atoi(word)
	return err == nil && len(word) == 4 && year-1 <= n && n <= year+1
}

// hasEventWord reports whether a title has an event word besides one of its words.
func hasEventWord(words []string, except string) bool {
	for _, word := range words {
		if word != except && (eventWords[singular(word)] || isOrdinal(word)) {
			return true
		}
	}
	return false
}

// isOrdinal reports whether a word is a number such as "1st" or "13th".
func isOrdinal(word string) bool {
	n := len(word) - 2
	return n > 0 && isNumber(word[:n]) && (word[n:] == "st" || word[n:] == "nd" || word[n:] == "rd" || word[n:] == "th")
}

// isName reports whether a word can be the name of an event.
func isName(word string) bool {
	return len(word) > 1 && !isNumber(word) && !eventWords[word] && !analysis.IsFunctionWord(word)
}

// isOfEvents reports whether a phrase names an event or a part of one, or would not rise without
// the titles that name events: "hyperpartisan news" rose in 2019 because of a shared task, while
// BERT, which was in as many titles of shared tasks, also rose beside them.
func (c comparison) isOfEvents(t *rise) bool {
	if t.fromEvents > 0 && c.score(t.Papers-t.fromEvents, t.Before, c.papers-len(c.events.titles)) <= 0 {
		return true
	}
	words := strings.Fields(t.Text)
	for i, word := range words {
		switch {
		case c.events.names[word], word == "workshop", word == "subtask", word == "proceedings", isOrdinal(word):
			return true
		case word == "shared" && i+1 < len(words) && singular(words[i+1]) == "task":
			return true
		case word == "task" && i+1 < len(words) && isNumber(words[i+1]):
			return true
		}
	}
	return false
}
