package format

import (
	"regexp"
	"strings"

	"paperboy/data"
)

// The notes of theses of which a source says the degree.
const (
	PhDThesis     = "PhD thesis"
	MastersThesis = "Master's thesis"
)

// Degree is what a thesis is for.
type Degree int

// The degrees.
const (
	OtherDegree Degree = iota // or unknown
	Masters
	Doctorate
)

var (
	// doctorate and masters match names of degrees and of theses in whatever form sources have: "Ph. D.",
	// "phdthesis", "info:eu-repo/semantics/doctoralThesis", "Thesis (M.S.)", "MA thesis". "these" and "mem" are
	// HAL's. Without full stops, "MA" and "MS" may be something else in a longer text.
	doctorate = regexp.MustCompile(`(?i)phd|\bph\.?\s?d|\bd\.?\s?phil\b|docto|doktor|博士|^th[eè]se$`)
	masters   = regexp.MustCompile(`(?i)master(?:['’]?s)?(?:\b|arbeit|th|diss|deg)|magister|硕士|\bm\.(?:a|s|sc|phil|eng|ed)\b|\bmsc|\bmphil\b|` +
		`^(?:ma|ms|mba|meng|med|mfa|mres|mem)\.?[\s-]?(?:thesis|dissertation|degree)?$`)
	// dissertation is a thesis for a doctorate if nothing says otherwise.
	dissertation = regexp.MustCompile(`(?i)\bdissertation\b`)
)

func degreeIn(said string) Degree {
	said = strings.TrimSpace(said)
	switch {
	case doctorate.MatchString(said):
		return Doctorate
	case masters.MatchString(said):
		return Masters
	}
	return OtherDegree
}

// ThesisNote returns PhDThesis or MastersThesis by the first of several texts that names such a
// degree, or "".
func ThesisNote(said ...string) string {
	for _, s := range said {
		switch degreeIn(s) {
		case Doctorate:
			return PhDThesis
		case Masters:
			return MastersThesis
		}
	}
	return ""
}

// DegreeOf returns the degree that the note of a thesis names.
func DegreeOf(p data.Paper) Degree {
	if p.Type != data.TypeThesis {
		return OtherDegree
	}
	degree := degreeIn(p.Note)
	if degree == OtherDegree && dissertation.MatchString(p.Note) {
		return Doctorate
	}
	return degree
}
