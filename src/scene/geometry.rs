//! Points and rectangles in logical pixels; `x` grows rightward, `y` downward.

/// A point in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pos {
    /// Rightward.
    pub x: f32,
    /// Downward.
    pub y: f32,
}

impl Pos {
    /// The point at `x`, `y`.
    #[must_use]
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// The point `dx` to the right and `dy` further down.
    #[must_use]
    pub const fn plus(self, dx: f32, dy: f32) -> Self {
        Self { x: self.x + dx, y: self.y + dy }
    }

    /// Distance in logical pixels.
    #[must_use]
    pub fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// A rectangle in logical pixels, its edges parallel to the axes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Upper left corner.
    pub min: Pos,
    /// Lower right corner; not above or left of `min` in a rectangle that covers anything.
    pub max: Pos,
}

impl Rect {
    /// The rectangle with this upper left corner and size.
    #[must_use]
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { min: Pos::new(x, y), max: Pos::new(x + width, y + height) }
    }

    /// The rectangle of this size around a centre.
    #[must_use]
    pub const fn centred(centre: Pos, width: f32, height: f32) -> Self {
        Self::new(centre.x - width / 2.0, centre.y - height / 2.0, width, height)
    }

    /// From the left to the right edge.
    #[must_use]
    pub const fn width(&self) -> f32 {
        self.max.x - self.min.x
    }

    /// From the upper to the lower edge.
    #[must_use]
    pub const fn height(&self) -> f32 {
        self.max.y - self.min.y
    }

    /// The middle.
    #[must_use]
    pub const fn centre(&self) -> Pos {
        Pos::new((self.min.x + self.max.x) / 2.0, (self.min.y + self.max.y) / 2.0)
    }

    /// Whether the point lies inside or on the edge.
    #[must_use]
    pub fn contains(&self, p: Pos) -> bool {
        (self.min.x..=self.max.x).contains(&p.x) && (self.min.y..=self.max.y).contains(&p.y)
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains_rect(&self, other: &Self) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    /// Whether the two share more than an edge.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x < other.max.x
            && other.min.x < self.max.x
            && self.min.y < other.max.y
            && other.min.y < self.max.y
    }

    /// Grown by `margin` on all four sides (shrunk when negative).
    #[must_use]
    pub const fn grown(&self, margin: f32) -> Self {
        Self { min: self.min.plus(-margin, -margin), max: self.max.plus(margin, margin) }
    }

    /// Moved by `dx`, `dy`.
    #[must_use]
    pub const fn shifted(&self, dx: f32, dy: f32) -> Self {
        Self { min: self.min.plus(dx, dy), max: self.max.plus(dx, dy) }
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub const fn union(&self, other: &Self) -> Self {
        Self {
            min: Pos::new(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            max: Pos::new(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        }
    }

    /// The smallest rectangle around all points; `None` without points.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = Pos>) -> Option<Self> {
        points.into_iter().fold(None, |bounds: Option<Self>, p| {
            let point = Self { min: p, max: p };
            Some(bounds.map_or(point, |b| b.union(&point)))
        })
    }

    /// The distance from a point to the nearest point of the rectangle; 0 inside.
    #[must_use]
    pub fn distance(&self, p: Pos) -> f32 {
        let dx = (self.min.x - p.x).max(p.x - self.max.x).max(0.0);
        let dy = (self.min.y - p.y).max(p.y - self.max.y).max(0.0);
        dx.hypot(dy)
    }
}
