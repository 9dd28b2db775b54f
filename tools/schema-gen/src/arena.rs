//! Schema nodes of all sources in one table, merged where they mean the same, and numbered.
//!
//! What a node says is made by `openapi` and `crd`; how the table is written is left to `artefact`.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

/// A node's place in the arena.
pub type Id = usize;

/// One schema node: its own keywords and the nodes under it by slot (`p/<property>`, `it`, `ap`, `anyOf/<n>` …).
#[derive(Default, Clone)]
pub struct Shape {
    pub local: BTreeMap<String, Value>,
    pub children: BTreeMap<String, Id>,
}

/// All nodes, with duplicates and cycles.
#[derive(Default)]
pub struct Arena {
    shapes: Vec<Shape>,
}

/// The distinct nodes, numbered from the roots.
pub struct Table {
    pub nodes: Vec<Value>,
    number: HashMap<usize, usize>,
    class: Vec<usize>,
}

impl Arena {
    /// A place for a node that is not known yet, so that recursive definitions can point at it.
    pub fn reserve(&mut self) -> Id {
        self.add(Shape::default())
    }

    pub fn add(&mut self, shape: Shape) -> Id {
        self.shapes.push(shape);
        self.shapes.len() - 1
    }

    pub fn set(&mut self, id: Id, shape: Shape) {
        self.shapes[id] = shape;
    }

    pub fn get(&self, id: Id) -> &Shape {
        &self.shapes[id]
    }

    pub fn len(&self) -> usize {
        self.shapes.len()
    }

    /// Merges nodes that cannot be told apart by any path from them, by colour refinement: the class of a node is
    /// refined by the classes of its children until no class splits. Right for recursive definitions too.
    fn classes(&self) -> Vec<usize> {
        let mut names = HashMap::new();
        let mut class: Vec<usize> = self
            .shapes
            .iter()
            .map(|shape| {
                let slots: Vec<&String> = shape.children.keys().collect();
                let key = serde_json::to_string(&(&shape.local, slots))
                    .expect("maps of JSON values can be written");
                let next = names.len();
                *names.entry(key).or_insert(next)
            })
            .collect();
        let mut count = names.len();
        loop {
            let mut names = HashMap::new();
            class = self
                .shapes
                .iter()
                .zip(&class)
                .map(|(shape, own)| {
                    let key: Vec<usize> = std::iter::once(*own)
                        .chain(shape.children.values().map(|child| class[*child]))
                        .collect();
                    let next = names.len();
                    *names.entry(key).or_insert(next)
                })
                .collect();
            if names.len() == count {
                return class;
            }
            count = names.len();
        }
    }

    /// The distinct nodes reachable from `roots`, numbered in the order of a walk from the first root to the last.
    pub fn table(&self, roots: impl IntoIterator<Item = Id>) -> Table {
        let class = self.classes();
        let mut order = Vec::new();
        let mut number = HashMap::new();
        let mut waiting: Vec<Id> = roots.into_iter().collect();
        waiting.reverse();
        while let Some(id) = waiting.pop() {
            if number.contains_key(&class[id]) {
                continue;
            }
            number.insert(class[id], order.len());
            order.push(id);
            waiting.extend(self.shapes[id].children.values().rev());
        }
        let nodes = order.iter().map(|id| self.node(*id, &class, &number)).collect();
        Table { nodes, number, class }
    }

    fn node(&self, id: Id, class: &[usize], number: &HashMap<usize, usize>) -> Value {
        let shape = &self.shapes[id];
        let mut node: Map<String, Value> = shape.local.clone().into_iter().collect();
        for (slot, child) in &shape.children {
            let index = Value::from(number[&class[*child]]);
            match slot.split_once('/') {
                None => {
                    node.insert(slot.clone(), index);
                }
                Some(("p", name)) => {
                    let properties = node.entry("p").or_insert_with(|| Value::Object(Map::new()));
                    properties.as_object_mut().expect("`p` is a map").insert(name.to_owned(), index);
                }
                Some((keyword, _)) => {
                    let list = node.entry(keyword).or_insert_with(|| Value::Array(Vec::new()));
                    list.as_array_mut().expect("value checks are lists").push(index);
                }
            }
        }
        Value::Object(node)
    }
}

impl Table {
    /// The number of a node of the arena; it must be reachable from a root.
    pub fn number(&self, id: Id) -> usize {
        self.number[&self.class[id]]
    }
}
