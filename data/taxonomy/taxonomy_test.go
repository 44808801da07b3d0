package taxonomy

import (
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for _, test := range []struct{ code, name, short, label, archive string }{
		{"cs.CV", "Computer Vision and Pattern Recognition", "Computer Vision", "Computer Vision", "cs"},
		{"CS.cv", "Computer Vision and Pattern Recognition", "Computer Vision", "Computer Vision", "cs"},
		{"cs", "Computer Science", "Computer Science", "Computer Science (all)", ""},
		{"CS", "Computer Science", "Computer Science", "Computer Science (all)", ""},
		{"stat.ML", "Machine Learning", "Machine Learning (Statistics)", "Machine Learning (Statistics)", "stat"},
		{"quant-ph", "Quantum Physics", "Quantum Physics", "Quantum Physics", ""},
		{"cmp-lg", "Computation and Language", "Computation and Language", "Computation and Language", ""},
		{"cond-mat.supr-con", "Superconductivity", "Superconductivity", "Superconductivity", "cond-mat"},
		{"cs.XX", "", "", "", ""},
		{"68T10", "", "", "", ""},
		{"", "", "", "", ""},
		{"<script>", "", "", "", ""},
	} {
		if name, short, label, archive := Name(test.code), Short(test.code), Label(test.code), Archive(test.code); name != test.name || short != test.short || label != test.label || archive != test.archive {
			t.Errorf("%q: name %q, short %q, label %q, archive %q; want %+v", test.code, name, short, label, archive, test)
		}
	}
	if got := Code("CS.cv"); got != "cs.CV" {
		t.Errorf(`Code("CS.cv") = %q`, got)
	}
	if got := Code("I.2.7"); got != "I.2.7" {
		t.Errorf(`Code("I.2.7") = %q`, got)
	}
}

// TestTable checks what a slip of the hand would break: codes that come twice, classes without an
// archive, and short names that are longer or say no more than the official ones.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(strings.TrimSpace(table)) {
		code, names, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if line == "\n" {
			continue
		}
		name, short, _ := strings.Cut(names, "\t")
		if !found || name == "" || name != strings.TrimSpace(name) || seen[normalize(code)] || short == name {
			t.Errorf("line %q: no name, or a code that was there before", line)
		}
		seen[normalize(code)] = true
		if archive, _, isClass := strings.Cut(code, "."); isClass && !seen[archive] {
			t.Errorf("%s has no archive before it", code)
		}
	}
	if len(seen) != len(classes) {
		t.Errorf("%d codes were read, want %d", len(classes), len(seen))
	}
	for _, archives := range []string{"cs math physics stat astro-ph cond-mat nlin q-bio q-fin eess econ", "hep-th hep-ph hep-ex hep-lat gr-qc nucl-th nucl-ex quant-ph math-ph", "acc-phys adap-org alg-geom ao-sci atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas dg-ga funct-an mtrl-th patt-sol plasm-ph q-alg solv-int supr-con"} {
		for _, code := range strings.Fields(archives) {
			if Name(code) == "" {
				t.Errorf("%s is missing", code)
			}
		}
	}
	if n := strings.Count(table, "\ncs."); n != 40 {
		t.Errorf("%d classes of cs, want 40", n)
	}
	if n := strings.Count(table, "\nmath."); n != 32 {
		t.Errorf("%d classes of math, want 32", n)
	}
	if n := strings.Count(table, "\nphysics."); n != 22 {
		t.Errorf("%d classes of physics, want 22", n)
	}
}
