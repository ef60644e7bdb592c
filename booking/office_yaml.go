package booking

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// What an office file asks of YAML: keys that are known, lists, and plain text.
// Every error begins with its line.

func fault(n ast.Node, format string, args ...any) error {
	return fmt.Errorf("%d: %s", n.GetToken().Position.Line, fmt.Sprintf(format, args...))
}

// keys hands the value of each key to its reader. An unknown or empty key is an error.
func keys(n ast.Node, readers map[string]func(ast.Node) error) error {
	m, ok := n.(ast.MapNode)
	if !ok {
		return fault(n, "here should stand keys, such as %s", strings.Join(slices.Sorted(maps.Keys(readers)), ", "))
	}
	for i := m.MapRange(); i.Next(); {
		key := i.Key().GetToken().Value
		read, known := readers[key]
		if !known {
			return fault(i.Key(), "%q is not known here; the keys are %s", key, strings.Join(slices.Sorted(maps.Keys(readers)), ", "))
		}
		if i.Value().Type() == ast.NullType {
			return fault(i.Key(), "%s has nothing after it; fill it in or leave the line out", key)
		}
		if err := read(i.Value()); err != nil {
			return err
		}
	}
	return nil
}

// items hands the parts of a list to a reader; a single one need not be a list.
func items(n ast.Node, read func(ast.Node) error) error {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		return read(n)
	}
	for _, v := range s.Values {
		if err := read(v); err != nil {
			return err
		}
	}
	return nil
}

// text takes plain text as it is written, figures too, in one line.
func text(to *string) func(ast.Node) error {
	return func(n ast.Node) error {
		switch s := n.(type) {
		case *ast.LiteralNode:
			*to = s.Value.Value
		case *ast.StringNode:
			*to = s.Value
		case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
			*to = s.GetToken().Value
		default:
			return fault(n, "here should stand plain text; put it in quotes if it has a colon in it")
		}
		if *to = strings.Join(strings.Fields(*to), " "); *to == "" {
			return fault(n, "nothing is written here")
		}
		return nil
	}
}
