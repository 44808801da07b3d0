package graph

import (
	"fmt"
	"strconv"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// Labels returns a short name for each paper that fits into labelRoom, and no name twice: the name
// that a title gives before a colon, as in "BERT: …"; else the first author and the year, "Lovelace
// 1843"; else the start of the title. Where two would be the same, they get the start of the title,
// and then their number in the list beside the map; first is that of the first paper.
func Labels(papers []data.Paper, first int) []string {
	labels := make([]string, len(papers))
	for i, p := range papers {
		labels[i] = label(p)
	}
	for _, other := range []func(i int, p data.Paper) string{
		func(i int, p data.Paper) string { return fitLabel(contentWords(p.Title), "") },
		func(i int, _ data.Paper) string { return fitLabel(labels[i], fmt.Sprintf(" (%d)", first+i)) },
	} {
		count := map[string]int{}
		for _, l := range labels {
			count[l]++
		}
		for i, p := range papers {
			if count[labels[i]] > 1 {
				labels[i] = other(i, p)
			}
		}
	}
	return labels
}

func label(p data.Paper) string {
	if name, _, found := strings.Cut(p.Title, ":"); found && name != "" && !strings.ContainsAny(name, "$\\") && fitLabel(name, "") == name {
		return name
	}
	if len(p.Authors) == 0 {
		return fitLabel(p.Title, "")
	}
	family, _, _ := strings.Cut(data.FamilyFirst(p.Authors[0]), ",")
	if p.Date.IsZero() {
		return fitLabel(family, "")
	}
	return fitLabel(family, " "+strconv.Itoa(p.Date.Year))
}

// contentWords returns a title without the articles and prepositions that it begins with.
func contentWords(title string) string {
	for {
		first, rest, found := strings.Cut(title, " ")
		switch strings.ToLower(first) {
		case "a", "an", "the", "on", "of", "in", "for", "to", "towards", "toward", "from", "with":
			if found {
				title = rest
				continue
			}
		}
		return title
	}
}

// fitLabel shortens s until s and after together fit into labelRoom.
func fitLabel(s, after string) string {
	short := s
	for limit := 20; labelGap+textWidth(short)+textWidth(after) > labelRoom && limit > 1; limit-- {
		short = text.ClipWords(s, limit)
	}
	return short + after
}
