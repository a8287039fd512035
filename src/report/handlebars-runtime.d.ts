/** The runtime half of Handlebars, which ships without types of its own: the same object, without the compiler. */
declare module 'handlebars/runtime.js' {
  import Handlebars from 'handlebars';
  export default Handlebars;
}
