package format

import (
	"regexp"
	"strings"

	"paperboy/data"
)

// BareTitle returns a MEDLINE title without the full stop at its end and without the brackets
// that mark a translated title.
func BareTitle(title string) string {
	if !strings.HasSuffix(title, "..") {
		title = strings.TrimSuffix(title, ".")
	}
	if inner, ok := strings.CutPrefix(title, "["); ok && inner != "" && strings.IndexByte(inner, ']') == len(inner)-1 {
		return strings.TrimSuffix(inner[:len(inner)-1], ".")
	}
	return title
}

// nameRole matches the role of a person after a name: "(Ed.)", "[Hrsg.]", ", editor".
var nameRole = regexp.MustCompile(`(?i)\s*(?:[(\[](?:eds?|editors?|hrsg|hg|dirs?|directors?|coords?|comps?|trans|translators?|authors?|illustrators?|producers?|speakers?|aut|edt)\.?[)\]]|,\s*(?:eds?\.|editors?|hrsg\.))\s*$`)

// CutRole returns a name without the role after it: "(Ed.)", "[Hrsg.]", ", editor".
func CutRole(name string) (rest, role string) {
	if at := nameRole.FindStringIndex(name); at != nil && at[0] > 0 {
		return name[:at[0]], strings.ToLower(strings.Trim(name[at[0]:], " ,.()[]"))
	}
	return name, ""
}

// lifeDates matches the years of birth and death that library catalogues have after a name: ", 1950-",
// ", -1701", " (1815-1852)", ", b. 1950", ", approximately 1520-1590".
var lifeDates = regexp.MustCompile(`(?i)(?:,\s*|\s*[\[(])(?:(?:approximately|active|ca\.|fl\.)\s*)?(?:\d{4}\??\s*[-–]\s*(?:(?:approximately\s*|ca\.\s*)?\d{4}\??)?|[-–]\d{4}|(?:b|d|born)\.?\s*\d{4})[\])]?[\s.,]*$`)

// CutLifeDates returns a name without years of life and the punctuation of catalogues after it: "Row, Ada"
// for "Row, Ada, 1815-1852." and "Row, Ada,".
func CutLifeDates(name string) string {
	if strings.ContainsAny(name, "0123456789") {
		name = lifeDates.ReplaceAllString(name, "")
	}
	return strings.TrimRight(name, " ,;")
}

// companyForm matches the legal form of a company, which follows its name after a comma.
var companyForm = regexp.MustCompile(`(?i)^(?:(?:inc|incorporated|ltd|limited|llc|llp|plc|corp|gmbh|pty|pvt)\.?|co\.|s\.r\.l\.?|s\.p\.a\.?|usa)$`)

// GivenFirst returns "Family, Given", "Family, Given, Suffix" and "Family, Suffix, Given" in the order in
// which papers print names, with a suffix at the end: "Carl van Hal Jr" for "van Hal, Carl Jr". It returns other names,
// such as those of groups with a comma, unchanged.
func GivenFirst(name string) string {
	name, _ = CutRole(CutLifeDates(name))
	name = strings.TrimSpace(name)
	parts := strings.Split(name, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	switch {
	case len(parts) > 3 || len(parts) == 1 || parts[0] == "":
		return strings.TrimSpace(strings.TrimPrefix(name, ","))
	case len(parts) == 3 && isSuffix(parts[2]):
		return joinName(parts[1], parts[0], parts[2])
	case len(parts) == 3 && isSuffix(parts[1]):
		return joinName(parts[2], parts[0], parts[1])
	case len(parts) == 3 || companyForm.MatchString(parts[1]) || data.IsGroupName(parts[0]):
		return name
	}
	if whole, suffix := cutSuffix(parts[0] + " " + parts[1]); suffix == parts[1] {
		return joinName(whole, suffix) // "Gill, Jr."
	}
	given, suffix := cutSuffix(parts[1])
	return joinName(given, parts[0], suffix)
}

func joinName(words ...string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
